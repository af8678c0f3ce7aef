//! When a machine starts and stops with its node.

use std::fmt;
use std::str::FromStr;

use crate::model::proxmox::ProxmoxValueError;

/// When a machine starts and stops with its node: Proxmox VE's `startup`, such as `order=50,up=0,down=60`.
///
/// Machines start in ascending order and stop in descending; those without an order start last. `up` is how long the
/// node waits before it starts the next one and `down` how long a machine may take to stop, both in seconds. Each part
/// may be absent, but not all of them; a bare number is the order (Proxmox VE's format `pve-startup-order`).
///
/// ```
/// use deevnet_core::model::StartupOrder;
///
/// let startup: StartupOrder = "50,down=60".parse()?;
/// assert_eq!((startup.order(), startup.up(), startup.down()), (Some(50), None, Some(60)));
/// assert_eq!(startup.to_string(), "order=50,down=60");
/// # Ok::<(), deevnet_core::model::ProxmoxValueError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StartupOrder {
    order: Option<u32>,
    up: Option<u32>,
    down: Option<u32>,
}

impl StartupOrder {
    /// Its place in the order.
    pub fn order(self) -> Option<u32> {
        self.order
    }

    /// How long the node waits before it starts the next machine, in seconds.
    pub fn up(self) -> Option<u32> {
        self.up
    }

    /// How long it may take to stop, in seconds.
    pub fn down(self) -> Option<u32> {
        self.down
    }

    fn parse(text: &str) -> Option<Self> {
        let mut startup = Self { order: None, up: None, down: None };
        for part in text.split(',') {
            let (name, number) = part.trim().split_once('=').unwrap_or(("order", part.trim()));
            let slot = match name {
                "order" => &mut startup.order,
                "up" => &mut startup.up,
                "down" => &mut startup.down,
                _ => return None,
            };
            let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            if !is_number || slot.is_some() {
                return None;
            }
            *slot = Some(number.parse().ok()?);
        }
        Some(startup)
    }
}

impl FromStr for StartupOrder {
    type Err = ProxmoxValueError;

    fn from_str(text: &str) -> Result<Self, ProxmoxValueError> {
        Self::parse(text).ok_or_else(|| {
            ProxmoxValueError::new(
                "startup order",
                text,
                "it has the parts order, up and down, each at most once and each a number",
                "write it as order=50,up=0,down=60; up and down are seconds",
            )
        })
    }
}

impl fmt::Display for StartupOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [("order", self.order), ("up", self.up), ("down", self.down)];
        let parts: Vec<String> =
            parts.iter().filter_map(|(name, number)| Some(format!("{name}={}", (*number)?))).collect();
        f.pad(&parts.join(","))
    }
}

crate::wire::as_text!(StartupOrder, "a startup order as text");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parts_stand_in_any_order_and_at_most_once() {
        for (text, shown) in [
            ("order=50,up=0,down=60", "order=50,up=0,down=60"),
            ("down=60,order=5", "order=5,down=60"),
            ("7", "order=7"),
            ("up=30", "up=30"),
            ("1, up=2", "order=1,up=2"),
        ] {
            assert_eq!(text.parse::<StartupOrder>().unwrap().to_string(), shown);
        }
        for wrong in
            ["", "order=", "order=1,order=2", "1,order=2", "order=+1", "up=1s", "wait=3", "1,,up=2", "4294967296"]
        {
            assert!(wrong.parse::<StartupOrder>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn parse_print_parse(order: Option<u32>, up: Option<u32>, down: Option<u32>) {
            let startup = StartupOrder { order, up, down };
            let read = startup.to_string().parse::<StartupOrder>().ok();
            prop_assert_eq!(read, (order.or(up).or(down).is_some()).then_some(startup));
        }

        #[test]
        fn arbitrary_text_never_panics(text in "(order=|up=|down=)?.*") {
            let _ = text.parse::<StartupOrder>();
        }
    }
}
