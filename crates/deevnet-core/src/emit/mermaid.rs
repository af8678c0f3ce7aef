//! The substrate as a Mermaid flowchart.

use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::header::Header;
use super::published::Published;

pub(super) fn emit(published: &Published) -> Result<Emission, EmitError> {
    let text = published.graph.mermaid(&Header(published).to_string())?;
    Ok(Emission::of(EmittedFile::new("substrate.mmd", text)))
}
