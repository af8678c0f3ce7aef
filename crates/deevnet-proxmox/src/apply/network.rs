//! Changing the software-defined network of a node.

use super::comparison::means;
use super::effect::{Effect, Sight};
use super::error::ActionError;
use super::patience::patiently;
use crate::client::Client;
use crate::notation::Upid;
use crate::plan::{SdnObject, SdnOrder, SdnVerb};
use crate::request::{
    ApiError, ApplySdn, CreateSdn, DeleteSdn, SdnControllers, SdnRow, SdnSubnets, SdnVnets, SdnZones, UpdateSdn,
};

/// What a removed object has for its state, and a removed option for its value, until the removal is in force.
const DELETED: &str = "deleted";

/// What names the kind of an object, and is no option of it.
const KIND: &str = "type";

/// An object of the software-defined network that is made, changed or removed.
///
/// A second creation or removal is refused where the first was heard; a change carries the digest of what was found.
pub(super) struct Networking<'a> {
    pub(super) client: &'a Client,
    pub(super) order: &'a SdnOrder,
    pub(super) digest: Option<String>,
}

impl Effect for Networking<'_> {
    async fn request(&self) -> Result<Option<Upid>, ApiError> {
        let SdnOrder { verb, object, set, delete } = self.order.clone();
        match verb {
            SdnVerb::Create => self.client.call(&CreateSdn { object, set, lock_token: None }).await?,
            SdnVerb::Update => {
                let digest = self.digest.clone();
                self.client.call(&UpdateSdn { object, set, delete, digest, lock_token: None }).await?
            }
            SdnVerb::Delete => self.client.call(&DeleteSdn { object, lock_token: None }).await?,
        };
        Ok(None)
    }

    async fn look(&self) -> Result<Sight, ActionError> {
        let found = find(self.client, &self.order.object).await?;
        let live = found.filter(|row| row.state.as_deref() != Some(DELETED));
        let is_made = match (self.order.verb, live) {
            (SdnVerb::Delete, live) => live.is_none(),
            (_, None) => false,
            (_, Some(row)) => has_options(&row, self.order),
        };
        Ok(if is_made { Sight::Made } else { Sight::NotMade })
    }
}

fn has_options(row: &SdnRow, order: &SdnOrder) -> bool {
    let options = row.effective();
    let is_set = |(key, value): (&String, &String)| {
        key == KIND || options.get(key).is_some_and(|found| means(key, value, found))
    };
    order.set.iter().all(is_set) && !order.delete.iter().any(|key| options.contains_key(key))
}

/// An object as it is listed; `None` where there is none.
pub(super) async fn find(client: &Client, object: &SdnObject) -> Result<Option<SdnRow>, ApiError> {
    let (key, id, rows) = match object {
        SdnObject::Controller { id } => ("controller", id, patiently(|| client.call(&SdnControllers)).await?),
        SdnObject::Zone { id } => ("zone", id, patiently(|| client.call(&SdnZones)).await?),
        SdnObject::Vnet { id } => ("vnet", id, patiently(|| client.call(&SdnVnets)).await?),
        SdnObject::Subnet { vnet, id, .. } => {
            let call = SdnSubnets { vnet: vnet.clone() };
            ("subnet", id, patiently(|| client.call(&call)).await?)
        }
    };
    Ok(rows.into_iter().find(|row| row.effective().get(key) == Some(id)))
}

/// Everything that waits on a node, put in force. Twice is the same as once.
pub(super) struct Enforcing<'a>(pub(super) &'a Client);

impl Effect for Enforcing<'_> {
    async fn request(&self) -> Result<Option<Upid>, ApiError> {
        self.0.call(&ApplySdn::default()).await.map(Some)
    }

    async fn look(&self) -> Result<Sight, ActionError> {
        Ok(if has_pending(self.0).await? { Sight::NotMade } else { Sight::Made })
    }
}

/// Whether anything waits for being put in force.
async fn has_pending(client: &Client) -> Result<bool, ApiError> {
    let waits = |rows: &[SdnRow]| rows.iter().any(|row| row.state.is_some());
    let vnets = patiently(|| client.call(&SdnVnets)).await?;
    if waits(&vnets)
        || waits(&patiently(|| client.call(&SdnZones)).await?)
        || waits(&patiently(|| client.call(&SdnControllers)).await?)
    {
        return Ok(true);
    }
    for vnet in vnets.iter().filter_map(|row| row.get("vnet")) {
        let call = SdnSubnets { vnet: vnet.to_owned() };
        if waits(&patiently(|| client.call(&call)).await?) {
            return Ok(true);
        }
    }
    Ok(false)
}
