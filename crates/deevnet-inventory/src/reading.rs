//! Reads an inventory from files.

use std::path::Path;
use std::sync::Arc;

use deevnet_core::declared::{Data, Map};
use deevnet_core::{FileId, Finding, Sources, Span, rules};

use crate::closed::unknown_identities;
use crate::context::FileContext;
use crate::document::{self, Document};
use crate::error::LoadError;
use crate::files::{
    Content, Place, ReadFault, VariableFiles, host_sources, is_script, map_in_parallel, read as read_file,
    variable_folder,
};
use crate::graph::{Graph, Memberships, VariableTable};
use crate::intern::Interner;
use crate::inventory::{FileLayers, HostFile, Inventory, OrphanFiles};
use crate::journal::unfinished_change;
use crate::key;
use crate::limits::MAX_FILE_BYTES;
use crate::options::Options;
use crate::settle::settle;
use crate::source::{Reading, read_source};
use crate::vault::{Keeper, is_encrypted};

/// One file to read.
#[derive(Debug)]
struct Job {
    place: Place,
    file: FileId,
}

/// What a thread keeps between files.
#[derive(Debug, Default)]
struct Worker {
    content: Content,
    keys: Interner,
}

/// Reads the inventory at a path.
pub(crate) fn read(path: &Path, options: &Options) -> Result<Inventory, LoadError> {
    let unreachable = |source| LoadError::Unreachable { path: path.to_path_buf(), source };
    let metadata = std::fs::metadata(path).map_err(unreachable)?;
    let place = Place::given(path);
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    let (base, hosts) = if metadata.is_dir() {
        let hosts = host_sources(&place, &mut sources, &mut findings);
        (place, hosts)
    } else if metadata.is_file() {
        (place.parent(), vec![place])
    } else {
        return Err(LoadError::NotAnInventory { path: path.to_path_buf() });
    };
    findings.extend(unfinished_change(&base, &mut sources));
    let reader = Reader { threads: options.thread_count(), keeper: Keeper::new(&options.vault_passwords) };
    let mut graph = reader.hosts(hosts, &mut sources, &mut findings);
    let memberships = settle(&mut graph, &sources, &mut findings);
    Ok(reader.variables(&base, graph, memberships, sources, findings))
}

/// What the reading of all files shares.
#[derive(Debug)]
struct Reader {
    threads: usize,
    keeper: Keeper,
}

impl Reader {
    /// Reads one file and hands its content on, decrypted where it is encrypted and a password fits.
    fn open<Outcome>(
        &self,
        job: &Job,
        buffer: &mut Content,
        sources: &Sources,
        parse: impl FnOnce(&[u8], FileContext<'_>) -> Outcome,
    ) -> Result<Outcome, Closed> {
        let context = FileContext::new(sources, job.file);
        let bytes =
            read_file(job.place.path(), buffer).map_err(|fault| Closed::Unread(Box::new(unread(&fault, context))))?;
        if !is_encrypted(bytes) {
            return Ok(parse(bytes, context));
        }
        if !self.keeper.has_passwords() {
            return Err(Closed::Encrypted);
        }
        match self.keeper.decrypt(bytes) {
            Ok(decrypted) => Ok(parse(&decrypted, context.decrypted())),
            Err(reason) => {
                let message = format!("the encrypted file cannot be read: {reason}");
                let finding = context.finding(&rules::FILE_UNREADABLE, context.start(), message);
                Err(Closed::Unread(Box::new(finding.with_hint("check the password and its vault id"))))
            }
        }
    }

    fn hosts(&self, hosts: Vec<Place>, sources: &mut Sources, findings: &mut Vec<Finding>) -> Graph {
        let jobs: Vec<Job> = hosts.into_iter().map(|place| Job { file: sources.add(place.shown()), place }).collect();
        let sources = &*sources;
        let readings = map_in_parallel(&jobs, self.threads, Worker::default, |Worker { content, keys }, job| {
            let read = self.open(job, content, sources, |bytes, context| {
                if is_script(bytes, &job.place) {
                    Reading::of_script(context)
                } else {
                    read_source(bytes, context, keys)
                }
            });
            read.unwrap_or_else(|closed| Reading::failed(closed.host_file_finding(FileContext::new(sources, job.file))))
        });
        let mut graph = Graph::default();
        for (job, reading) in jobs.iter().zip(readings) {
            reading.apply(&mut graph, FileContext::new(sources, job.file), findings);
        }
        graph
    }

    fn variables(
        self,
        base: &Place,
        graph: Graph,
        memberships: Memberships,
        mut sources: Sources,
        mut findings: Vec<Finding>,
    ) -> Inventory {
        let group_vars = variable_folder(base, "group_vars", &mut sources, &mut findings);
        let host_vars = variable_folder(base, "host_vars", &mut sources, &mut findings);
        let mut jobs = Vec::new();
        let groups = graph.groups().iter().map(|group| &group.name);
        let group_counts = collect_jobs(&group_vars, groups, &mut jobs, &mut sources, &mut findings);
        let hosts = graph.hosts().iter().map(|host| &host.name);
        let host_counts = collect_jobs(&host_vars, hosts, &mut jobs, &mut sources, &mut findings);
        let orphans = host_vars.orphans(|name| graph.find_host(name).is_some(), &mut sources, &mut findings);
        let orphans: Vec<(Arc<str>, Span)> = orphans
            .into_iter()
            .map(|(name, place)| (Arc::from(name), Span::file(sources.add(place.shown()))))
            .collect();
        // What hinders the reading of these is reported already.
        let names = orphans.iter().map(|(name, _)| name);
        let orphan_counts = collect_jobs(&host_vars, names, &mut jobs, &mut sources, &mut Vec::new());

        let documents = map_in_parallel(&jobs, self.threads, Worker::default, |Worker { content, keys }, job| {
            self.open(job, content, &sources, |bytes, context| document::parse(bytes, context, keys))
        });
        let mut files = jobs.iter().zip(documents).map(|(job, document)| {
            let context = FileContext::new(&sources, job.file);
            variable_file(document, context, &mut findings)
        });
        let group_files = group_counts.iter().map(|count| group_layers(files.by_ref().take(*count))).collect();
        let host_files: Vec<_> = host_counts.iter().map(|count| host_layers(files.by_ref().take(*count))).collect();
        let mut closed = Vec::new();
        let orphans = orphans.into_iter().zip(orphan_counts).map(|((name, span), count)| {
            let FileLayers { files, encrypted } = host_layers(files.by_ref().take(count));
            closed.extend(unknown_identities(&name, &encrypted, &sources));
            OrphanFiles { name, span, files }
        });
        let orphans = orphans.collect();
        drop(files);
        for (host, layers) in graph.hosts().iter().zip(&host_files) {
            closed.extend(unknown_identities(&host.name, &layers.encrypted, &sources));
        }
        findings.extend(closed);
        let Self { threads, keeper } = self;
        Inventory { sources, graph, memberships, group_files, host_files, keeper, orphans, findings, threads }
    }
}

/// Why there is nothing of a file.
enum Closed {
    /// It is encrypted, and there is no password.
    Encrypted,
    /// It could not be read.
    Unread(Box<Finding>),
}

impl Closed {
    fn host_file_finding(self, context: FileContext<'_>) -> Finding {
        match self {
            Self::Unread(finding) => *finding,
            Self::Encrypted => context
                .finding(&rules::SECRET_NEEDED, context.start(), "the host file is encrypted; its hosts are missing")
                .with_hint("give the vault's password"),
        }
    }
}

fn unread(fault: &ReadFault, context: FileContext<'_>) -> Finding {
    match fault {
        ReadFault::System(error) => {
            context.finding(&rules::FILE_UNREADABLE, context.start(), format!("the file cannot be read: {error}"))
        }
        ReadFault::TooLarge => {
            let message = format!("the file is larger than {} MiB and is not read", MAX_FILE_BYTES / (1024 * 1024));
            context.finding(&rules::FILE_TOO_LARGE, context.start(), message)
        }
    }
}

/// What a file gives to a group or host.
enum VariableFile {
    Variables(HostFile),
    Encrypted(Span),
    Nothing,
}

fn variable_file(
    document: Result<Document, Closed>,
    context: FileContext<'_>,
    findings: &mut Vec<Finding>,
) -> VariableFile {
    let span = context.start();
    let document = match document {
        Ok(document) => document,
        Err(Closed::Encrypted) => return VariableFile::Encrypted(span),
        Err(Closed::Unread(finding)) => {
            findings.push(*finding);
            return VariableFile::Nothing;
        }
    };
    findings.extend(document.findings);
    let Some(value) = document.value else { return VariableFile::Nothing };
    match value.data() {
        Data::Map(map) => return VariableFile::Variables(HostFile { span, variables: Arc::clone(map) }),
        _ if key::is_empty(&value) => {}
        _ => {
            let message = format!("a file of variables must be a map, not {}", value.kind());
            let finding = context.finding(&rules::INVENTORY_STRUCTURE, value.span(), message);
            findings.push(finding.with_hint("write each variable as `name: value`"));
        }
    }
    VariableFile::Nothing
}

fn group_layers(files: impl Iterator<Item = VariableFile>) -> FileLayers<VariableTable> {
    let mut layers = FileLayers::default();
    for file in files {
        match file {
            VariableFile::Variables(file) => layers.files.push(table(&file.variables)),
            VariableFile::Encrypted(span) => layers.encrypted.push(span),
            VariableFile::Nothing => {}
        }
    }
    layers
}

fn host_layers(files: impl Iterator<Item = VariableFile>) -> FileLayers<HostFile> {
    let mut layers = FileLayers::default();
    for file in files {
        match file {
            VariableFile::Variables(file) => layers.files.push(file),
            VariableFile::Encrypted(span) => layers.encrypted.push(span),
            VariableFile::Nothing => {}
        }
    }
    layers
}

/// Lists the files of every named group or host; returns how many each has.
fn collect_jobs<'a>(
    folder: &VariableFiles,
    names: impl Iterator<Item = &'a Arc<str>>,
    jobs: &mut Vec<Job>,
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
) -> Vec<usize> {
    names
        .map(|name| {
            let files = folder.of(name, sources, findings);
            let count = files.len();
            jobs.extend(files.into_iter().map(|place| Job { file: sources.add(place.shown()), place }));
            count
        })
        .collect()
}

fn table(map: &Map) -> VariableTable {
    let mut table = VariableTable::default();
    table.extend(map.iter().map(|(name, value)| (key::text(name), value.clone())));
    table
}
