//! Why the command could not do its work.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use deevnet_access::AccessError;
use deevnet_core::allocate::TakenError;
use deevnet_core::emit::EmitError;
use deevnet_core::mac::InterfaceNamespaceError;
use deevnet_core::tenant::ParseTenantNameError;
use deevnet_core::vlan_plan::BandFullError;
use deevnet_inventory::{ConfigError, ConfigFault, LoadError, ReadVaultPasswordError};
use deevnet_proxmox::plan::{GateError, OtherPlanError, ReadPlanError, StalePlanError};
use deevnet_proxmox::simulator::ServeError;
use deevnet_proxmox::survey::{IncompleteSurveyError, ReadSurveyError};
use deevnet_registry::postgres::DatabaseUrlError;
use deevnet_registry::{FileError, LockError, RegistryError, TenantError};

use crate::commands::emit::FolderFailure;
use crate::nodes::complaint;
use crate::page::count;
use crate::selection::SelectionError;

/// Why a verb could not do its work; the exit code is then 1.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Failure {
    /// No path was given, and the current directory is no inventory.
    #[error("the current directory holds no inventory")]
    NoInventoryHere,
    /// A saved plan is to be applied, and the current directory is no inventory.
    #[error("the current directory holds no inventory, which the saved plan belongs to")]
    NoInventoryOfPlan,
    /// What was read declares no host.
    #[error("no host found in {name}")]
    NoHost {
        /// The inventory, or standard input.
        name: String,
    },
    /// The configuration file is not usable.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Two paths where one is asked for.
    #[error("`{}` is a path, and so is `{}`", first.display(), second.display())]
    SecondPath {
        /// The one that stands in place of the part.
        first: PathBuf,
        /// The one that follows.
        second: PathBuf,
    },
    /// There is no inventory to read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A file gives no password of Ansible Vault.
    #[error(transparent)]
    VaultPassword(#[from] ReadVaultPasswordError),
    /// A file could not be read.
    #[error("cannot read {name}")]
    Unreadable {
        /// The file, or standard input.
        name: String,
        /// What the system said.
        source: io::Error,
    },
    /// A file could not be written.
    #[error("cannot write `{}`", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Files could not be changed.
    #[error(transparent)]
    File(#[from] FileError),
    /// A list of taken VMIDs cannot be understood.
    #[error(transparent)]
    Taken(#[from] TakenError),
    /// A survey cannot be understood.
    #[error("{name} is not a survey")]
    NoSurvey {
        /// The file.
        name: String,
        /// Where it is not.
        source: serde_json::Error,
    },
    /// A file does not hold a survey of the nodes.
    #[error("{name} cannot be read as a survey")]
    Survey {
        /// The file.
        name: String,
        /// Why not.
        source: ReadSurveyError,
    },
    /// What is to be done needs all nodes to be known whole.
    #[error("the survey is incomplete")]
    IncompleteSurvey(IncompleteSurveyError),
    /// A file does not hold a plan.
    #[error("{name} cannot be read as a plan")]
    NoPlan {
        /// The file.
        name: String,
        /// Why not.
        source: ReadPlanError,
    },
    /// A plan that was made before cannot be made otherwise.
    #[error("a saved plan is applied as it is")]
    LimitedPlan,
    /// A plan was made for nodes as they no longer are.
    #[error(transparent)]
    StalePlan(#[from] StalePlanError),
    /// A saved plan is not what the inventory gives now.
    #[error(transparent)]
    OtherPlan(#[from] OtherPlanError),
    /// A plan does more than is usual.
    #[error(transparent)]
    Gate(#[from] GateError),
    /// Nobody is there to be asked whether a plan is to be applied.
    #[error("nobody can be asked whether to apply the plan")]
    NotConfirmed,
    /// Somebody ended the work at once.
    #[error("ended while steps were running")]
    Interrupted,
    /// Somebody ended the last look at the nodes.
    #[error("all steps were done, and it was not looked what is left")]
    NotLookedAgain,
    /// Conversations with nodes cannot be held at all.
    #[error("cannot speak with nodes")]
    NoExecutor(#[source] io::Error),
    /// A node that is not declared.
    #[error("{host} is no declared hypervisor")]
    UnknownNode {
        /// What should name one.
        host: String,
        /// The host that was probably meant.
        meant: Option<String>,
    },
    /// Another process is changing the inventory.
    #[error(transparent)]
    Locked(#[from] LockError),
    /// Nodes cannot be asked at all.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// A simulated node cannot listen.
    #[error("cannot listen at {address}")]
    NotListening {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// A simulated node cannot be served.
    #[error(transparent)]
    NotServed(#[from] ServeError),
    /// A command cannot be run.
    #[error("cannot run `{program}`")]
    NoProgram {
        /// Its name.
        program: String,
        /// What the system said.
        source: io::Error,
    },
    /// A rule that does not exist.
    #[error(transparent)]
    Selection(#[from] SelectionError),
    /// A target cannot be emitted at all.
    #[error(transparent)]
    Emit(#[from] EmitError),
    /// Targets could not be written into a folder.
    #[error(transparent)]
    Folder(#[from] FolderFailure),
    /// No hardware profile has that ID, and no such path exists.
    #[error("there is no hardware profile `{value}`")]
    UnknownProfile {
        /// What should name one.
        value: String,
        /// The ID that was probably meant.
        meant: Option<String>,
    },
    /// `--all` with something that has no parts beyond those in use.
    #[error("`--all` goes with `deevnet show hardware`")]
    AllOfHardware,
    /// A target has several files, or none, where one is asked for.
    #[error("the target has {}, not one", count(files.len(), "file"))]
    SeveralFiles {
        /// Their names.
        files: Vec<String>,
    },
    /// A band of VLAN IDs has too few free ones.
    #[error(transparent)]
    BandFull(#[from] BandFullError),
    /// A namespace is needed and none was given.
    #[error("a namespace is needed")]
    NoNamespace,
    /// The namespace leaves no room for what is to be derived.
    #[error(transparent)]
    InterfaceNamespace(#[from] InterfaceNamespaceError),
    /// A registry cannot do its work.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The URL of the database cannot be used.
    #[error(transparent)]
    DatabaseUrl(#[from] DatabaseUrlError),
    /// What was read is no inventory that identities can be kept in.
    #[error("{name} cannot keep identities: it is what Ansible printed")]
    NoRegistry {
        /// The list, or standard input.
        name: String,
    },
    /// A host whose identity is to be released is declared.
    #[error("{host} is still declared")]
    StillDeclared {
        /// The inventory hostname.
        host: String,
    },
    /// A host whose identity is to be released has none.
    #[error("the registry has no identity of {host} of {substrate}")]
    NotRegistered {
        /// What should name one.
        host: String,
        /// The substrate.
        substrate: String,
        /// The host that was probably meant.
        meant: Option<String>,
    },
    /// A text is not what a registry exported.
    #[error("{name} is not an export of identities")]
    NoLedger {
        /// The file, or standard input.
        name: String,
        /// Where it is not.
        source: serde_json::Error,
    },
    /// A tenant could not be added or removed.
    #[error(transparent)]
    Tenant(#[from] TenantError),
    /// A name that no tenant can have.
    #[error("the name cannot be a tenant's")]
    TenantName(#[source] ParseTenantNameError),
    /// What was read is no inventory that can be edited.
    #[error("{name} cannot be edited: it is what Ansible printed")]
    Uneditable {
        /// The list, or standard input.
        name: String,
    },
    /// Some of many values could not be processed; each is already told.
    #[error("{} of {total} could not be processed", count(*failed, "value"))]
    Values {
        /// How many failed.
        failed: usize,
        /// How many there were.
        total: usize,
    },
    /// A standard stream could not be written to.
    #[error("cannot write the output")]
    Output(#[source] io::Error),
    /// What a command would replace is a device, a pipe or a folder.
    #[error("`{}` is not a regular file", path.display())]
    NotRegular {
        /// What stands there.
        path: PathBuf,
    },
    /// A graph of something that has none.
    #[error("only the substrate as a whole can be drawn as a graph")]
    NoGraph,
    /// A graph could not be written.
    #[error("cannot write the graph")]
    Graph(#[from] std::fmt::Error),
    /// A page of something that has none.
    #[error("only the policy can be shown as a page")]
    NoPage,
    /// A page would become a part of the inventory that it is about.
    #[error("`{}` would lie in the inventory, where every file is read as a part of it", path.display())]
    PageInInventory {
        /// The page.
        path: PathBuf,
    },
    /// A page could not be made.
    #[error("cannot make the page")]
    Page(#[from] deevnet_report::RenderError),
    /// A result could not be written as JSON.
    #[error("cannot write the result as JSON")]
    Json(#[from] serde_json::Error),
}

/// One line of what went wrong, with the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Complaint {
    /// What went wrong.
    pub(crate) message: String,
    /// What led to it, the nearest first.
    pub(crate) causes: Vec<String>,
    /// The way out, if there is one to tell.
    pub(crate) hint: Option<String>,
}

impl From<&ConfigFault> for Complaint {
    fn from(fault: &ConfigFault) -> Self {
        Self { message: fault.to_string(), causes: Vec::new(), hint: fault.hint().map(str::to_owned) }
    }
}

/// What led to an error, the nearest first.
pub(crate) fn causes(error: &dyn std::error::Error) -> Vec<String> {
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    causes
}

impl Failure {
    /// Everything that went wrong: one complaint, or one for each fault of a configuration file.
    pub(crate) fn complaints(&self) -> Vec<Complaint> {
        match self {
            Self::Config(error) if !error.faults().is_empty() => {
                let faults = error.faults().iter();
                faults.map(Complaint::from).collect()
            }
            Self::Folder(failure) => failure.complaints(),
            Self::Access(AccessError::Nodes(faults)) => faults.iter().map(complaint).collect(),
            Self::IncompleteSurvey(error) => {
                vec![Complaint { message: self.to_string(), causes: error.missing().to_vec(), hint: self.hint() }]
            }
            _ => vec![Complaint { message: self.to_string(), causes: causes(self), hint: self.hint() }],
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownProfile { meant: Some(meant), .. }
            | Self::NotRegistered { meant: Some(meant), .. }
            | Self::UnknownNode { meant: Some(meant), .. } => Some(format!("did you mean `{meant}`?")),
            Self::UnknownNode { meant: None, .. } => Some("`deevnet show hypervisors` lists them".into()),
            Self::Locked(error) => error.hint(),
            Self::UnknownProfile { meant: None, .. } => {
                Some("`deevnet show hardware --all` lists profiles; an inventory's path has to exist".into())
            }
            Self::Access(error) => error.hint(),
            Self::NotListening { .. } => Some("leave `--port-base` out to take ports that are free".into()),
            Self::AllOfHardware => Some("leave it out, or show hardware".into()),
            Self::NoInventoryHere => Some(
                "name a substrate's directory, a host file, or `-` for the output of `ansible-inventory --list`".into(),
            ),
            Self::NoInventoryOfPlan => Some("name the inventory that it was made from with `--inventory`".into()),
            Self::NoHost { .. } => Some("name the directory that holds hosts.yml, or a host file".into()),
            Self::SecondPath { .. } => Some("name one part and one path, as in `deevnet show hosts PATH`".into()),
            Self::Emit(error) => error.hint().map(str::to_owned),
            Self::SeveralFiles { files } if files.is_empty() => Some("declare a segment with a subnet".into()),
            Self::SeveralFiles { .. } => {
                Some("write them into a directory with `--out DIRECTORY/`, or use `--format json`".into())
            }
            Self::BandFull(error) => Some(error.hint().to_owned()),
            Self::PageInInventory { .. } => Some(
                "leave --out out for `.deevnet-report.html`, which is hidden, or write it elsewhere: \
                 `--out ../report.html`"
                    .into(),
            ),
            Self::NotRegular { .. } => {
                Some("name a file; standard output is `-` for a page, and has no --out for anything else".into())
            }
            Self::NoGraph => Some("leave --graph out, or the part".into()),
            Self::NoPage => Some("leave --html out, or show `policy`".into()),
            Self::NoNamespace => Some("give `--namespace 02:de:20` or `--octet 20`".into()),
            Self::InterfaceNamespace(error) => Some(error.hint().to_owned()),
            Self::Registry(error) => error.hint(),
            Self::DatabaseUrl(error) => Some(error.hint().to_owned()),
            Self::NoRegistry { .. } | Self::Uneditable { .. } => Some("name the substrate's directory or a host file".into()),
            Self::StillDeclared { .. } => {
                Some("remove it from the inventory, and the guest from its node, first".into())
            }
            Self::NotRegistered { meant: None, .. } => {
                Some("`deevnet registry export --from postgres` lists those it has".into())
            }
            Self::NoLedger { .. } => Some("give it what `deevnet registry export` prints".into()),
            Self::Tenant(error) => error.hint(),
            Self::TenantName(error) => Some(error.hint().to_owned()),
            Self::Selection(error) => Some(error.hint()),
            Self::File(error) => error.hint(),
            Self::Taken(error) => Some(error.hint().to_owned()),
            Self::NoSurvey { .. } => Some(
                "give it what `deevnet observe --out FILE` writes, or {\"nodes\": {\"hv01\": [100, 101], \"hv02\": []}}".into(),
            ),
            Self::Survey { source, .. } => Some(source.hint().to_owned()),
            Self::NoPlan { source, .. } => Some(source.hint().to_owned()),
            Self::StalePlan(error) => Some(error.hint().to_owned()),
            Self::OtherPlan(error) => Some(error.hint().to_owned()),
            Self::Gate(error) => Some(error.hint().to_owned()),
            Self::LimitedPlan => Some("give --target, --adopt and --reboot to `deevnet plan`".into()),
            Self::NotConfirmed => Some("look at the plan with `deevnet plan`, then give --yes".into()),
            Self::Interrupted => Some("the nodes finish what they were asked for; run it again to do the rest".into()),
            Self::NotLookedAgain => Some("`deevnet plan` shows what is left".into()),
            Self::IncompleteSurvey(_) => {
                Some("what is not known to be free may be taken: let every node answer, to a token that sees all".into())
            }
            Self::Load(error) => error.hint().map(str::to_owned),
            Self::VaultPassword(ReadVaultPasswordError::Script { .. }) => {
                Some("run it yourself and give the file that it writes".into())
            }
            Self::Config(error) => error.hint().map(str::to_owned),
            Self::VaultPassword(_)
            | Self::Unreadable { .. }
            | Self::Unwritable { .. }
            | Self::Values { .. }
            | Self::NoExecutor(_)
            | Self::NotServed(_)
            | Self::NoProgram { .. }
            | Self::Output(_)
            | Self::Folder(_)
            | Self::Graph(_)
            | Self::Page(_)
            | Self::Json(_) => None,
        }
    }
}
