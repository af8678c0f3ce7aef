//! A call that nodes answer.

use super::answer::Answer;
use super::call::Call;
use super::permission::Permission;
use crate::simulator::parameter::Parameter;
use crate::simulator::release::Release;
use crate::simulator::state::Node;
use crate::transport::Method;

/// A call that nodes answer.
///
/// Each area of the API has its own list: `pub(crate) static ENDPOINTS: &[Endpoint] = &[Endpoint::new(Method::Get,
/// "/nodes/{node}/qemu", &[...], Permission::User, list), ...];`, which stands in the table of all lists.
#[derive(Debug)]
pub(crate) struct Endpoint {
    /// What it does.
    pub(crate) method: Method,
    /// Its path, with the parameters of the path in braces: `/nodes/{node}/qemu/{vmid}/config`.
    pub(crate) path: &'static str,
    /// What it takes, in groups that several calls share. Those of the path are among them, except `node`, which every
    /// path under `/nodes/{node}` takes.
    pub(crate) parameters: &'static [&'static [Parameter]],
    /// Who may make it.
    pub(crate) permission: Permission,
    /// What it does.
    pub(crate) handler: fn(&mut Node, &Call) -> Answer,
    /// The releases that have it.
    pub(crate) releases: &'static [Release],
    /// Whether it can be made with a ticket only.
    pub(crate) ticket_only: bool,
}

impl Endpoint {
    /// A call that every release has.
    pub(crate) const fn new(
        method: Method,
        path: &'static str,
        parameters: &'static [&'static [Parameter]],
        permission: Permission,
        handler: fn(&mut Node, &Call) -> Answer,
    ) -> Self {
        let releases = &[Release::V8_4, Release::V9_2];
        Self { method, path, parameters, permission, handler, releases, ticket_only: false }
    }

    /// The call with a ticket only, not with a token.
    pub(crate) const fn ticket_only(mut self) -> Self {
        self.ticket_only = true;
        self
    }

    /// The call in some releases only.
    pub(crate) const fn only_in(mut self, releases: &'static [Release]) -> Self {
        self.releases = releases;
        self
    }

    /// What it takes in a release.
    pub(crate) fn parameters(&self, release: Release) -> impl Iterator<Item = &'static Parameter> {
        let all = self.parameters.iter().flat_map(|group| group.iter());
        all.filter(move |parameter| parameter.releases.contains(&release))
    }
}
