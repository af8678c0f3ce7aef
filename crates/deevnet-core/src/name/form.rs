//! What a host is made of.

/// The execution class of a host, as `infrastructure.form` declares it and a classic name spells it.
///
/// ```
/// use deevnet_core::name::Form;
///
/// assert_eq!("rt".parse(), Ok(Form::Router));
/// assert_eq!(Form::Router.description(), "router");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// `hv`: a machine that runs guests.
    Hypervisor,
    /// `vm`: a guest.
    VirtualMachine,
    /// `ph`: a physical host of no other form.
    Physical,
    /// `pi`: a full-size Raspberry Pi.
    RaspberryPi,
    /// `em`: an embedded device.
    Embedded,
    /// `rt`: a router.
    Router,
    /// `sw`: a switch.
    Switch,
    /// `ap`: a wireless access point.
    AccessPoint,
}

crate::named::named!(Form, "form":
    Hypervisor => "hv",
    VirtualMachine => "vm",
    Physical => "ph",
    RaspberryPi => "pi",
    Embedded => "em",
    Router => "rt",
    Switch => "sw",
    AccessPoint => "ap",
);

impl Form {
    /// The form in words.
    pub const fn description(self) -> &'static str {
        match self {
            Form::Hypervisor => "hypervisor",
            Form::VirtualMachine => "virtual machine",
            Form::Physical => "physical host",
            Form::RaspberryPi => "Raspberry Pi",
            Form::Embedded => "embedded device",
            Form::Router => "router",
            Form::Switch => "switch",
            Form::AccessPoint => "access point",
        }
    }

    /// Whether a classic name of this form needs a role.
    ///
    /// ```
    /// use deevnet_core::name::{Form, RoleRequirement};
    ///
    /// assert_eq!(Form::Hypervisor.role_requirement(), RoleRequirement::Optional);
    /// assert_eq!(Form::Router.role_requirement(), RoleRequirement::Topological);
    /// ```
    pub const fn role_requirement(self) -> RoleRequirement {
        match self {
            Form::Hypervisor | Form::RaspberryPi | Form::Switch | Form::AccessPoint => RoleRequirement::Optional,
            Form::Router => RoleRequirement::Topological,
            Form::VirtualMachine | Form::Physical | Form::Embedded => RoleRequirement::Required,
        }
    }

    /// Whether a role only repeats what the form already says, such as `router` for a router.
    ///
    /// ```
    /// use deevnet_core::name::Form;
    ///
    /// assert!(Form::Router.is_said_by("router"));
    /// assert!(!Form::Router.is_said_by("core"));
    /// ```
    pub fn is_said_by(self, role: &str) -> bool {
        self.own_words().contains(&role)
    }

    const fn own_words(self) -> &'static [&'static str] {
        match self {
            Form::Hypervisor => &["hv", "hypervisor"],
            Form::VirtualMachine => &["vm", "virtual", "virtual-machine"],
            Form::Physical => &["ph", "physical"],
            Form::RaspberryPi => &["pi", "rpi", "raspberry-pi"],
            Form::Embedded => &["em", "embedded"],
            Form::Router => &["rt", "router"],
            Form::Switch => &["sw", "switch"],
            Form::AccessPoint => &["ap", "access-point"],
        }
    }
}

/// Whether a classic name carries a role, which the form decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleRequirement {
    /// The form says it all: `hv`, `sw`, `ap`, `pi`. A role may still narrow it down, as in `access-sw01`.
    Optional,
    /// The form says too little: `vm`, `ph`, `em`.
    Required,
    /// The role is required and names a stable place in the topology, such as `core` or `edge`: `rt`.
    Topological,
}

impl RoleRequirement {
    /// Whether a name without a role is incomplete.
    pub const fn is_required(self) -> bool {
        matches!(self, RoleRequirement::Required | RoleRequirement::Topological)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_form_has_its_code_and_its_words() {
        let table: Vec<String> = Form::ALL
            .iter()
            .map(|form| format!("{form} {:?}: {}", form.role_requirement(), form.description()))
            .collect();
        insta::assert_snapshot!(table.join("\n"), @"
        hv Optional: hypervisor
        vm Required: virtual machine
        ph Required: physical host
        pi Optional: Raspberry Pi
        em Required: embedded device
        rt Topological: router
        sw Optional: switch
        ap Optional: access point
        ");
        assert!(Form::ALL.iter().all(|form| form.is_said_by(form.name())));
    }

    #[test]
    fn codes_are_lower_case_only() {
        let error = "HV".parse::<Form>().unwrap_err();
        insta::assert_snapshot!(error, @"`HV` is not a known form");
    }

    proptest! {
        #[test]
        fn parse_print_parse(form in prop::sample::select(Form::ALL), other in "[a-z]{0,3}") {
            prop_assert_eq!(form.to_string().parse::<Form>(), Ok(form));
            prop_assert!(other.parse::<Form>().map_or(true, |read| read.name() == other));
        }
    }
}
