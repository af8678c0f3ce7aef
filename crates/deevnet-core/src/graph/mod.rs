//! A substrate as a picture: what there is, and what holds it together.
//!
//! [`Graph`] holds nodes and edges in a fixed order, without a layout; [`Graph::mermaid`] and [`Graph::dot`] write it
//! for programs that lay it out. Every label is quoted as their grammars demand, whatever names people choose.

mod dot;
mod edge;
mod group;
mod identifier;
mod mermaid;
mod network;
mod node;
#[cfg(test)]
mod tests;

pub use edge::{Edge, EdgeKind};
pub use network::Graph;
pub use node::{Node, NodeKind};
