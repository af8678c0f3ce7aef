//! What a file says about itself before the commands.

use std::fmt::{self, Write};

use super::firewall;
use crate::emit::header::Header;
use crate::emit::options::EmitOptions;
use crate::emit::published::Published;
use crate::emit::router::Router;

/// Writes for which router the commands are, how to apply them, and what they do not do.
pub(super) fn write(
    text: &mut String,
    published: &Published,
    options: &EmitOptions,
    router: &Router<'_>,
) -> fmt::Result {
    writeln!(text, "# {}\n# {router}", Header(published))?;
    for (segment, host) in router.gateways_elsewhere() {
        let (segment, host) = (segment.name.escape_debug(), host.name.escape_debug());
        writeln!(text, "# The gateway of {segment} is declared on {host}: two routers cannot have it at once.")?;
    }
    text.push_str(
        "# Commands of the configuration mode, all of them for one commit. `commit-confirm` goes back by itself if the\n\
         # router is lost by it. What a path that is deleted here holds is replaced as a whole; on a new router, there is\n\
         # nothing to delete yet, and it says so.\n",
    );
    text.push_str(if firewall::is_undeclared(&published.network.policy) {
        "# No policy between zones is declared: firewall and NAT stay as they are.\n"
    } else if options.guard_router {
        "# What is for the router itself is judged by the same policy: DHCP, DNS and SSH to it need rules with\n\
         # `to_zone: self`.\n"
    } else {
        "# What is for the router itself, or sent by it, is not judged here.\n"
    });
    Ok(())
}
