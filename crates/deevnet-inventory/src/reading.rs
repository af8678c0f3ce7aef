//! Reads an inventory from files.

use std::path::Path;
use std::sync::Arc;

use deevnet_core::declared::{Data, Map};
use deevnet_core::{FileId, Finding, Sources, Span, rules};

use crate::context::FileContext;
use crate::document::{self, Document};
use crate::error::LoadError;
use crate::files::{
    Content, Place, ReadFault, VariableFiles, host_sources, map_in_parallel, read as read_file, variable_folder,
};
use crate::graph::{Graph, Memberships, VariableTable};
use crate::intern::Interner;
use crate::inventory::{HostFile, Inventory};
use crate::key;
use crate::limits::MAX_FILE_BYTES;
use crate::options::Options;
use crate::source::{Reading, read_source};

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
    let threads = options.thread_count();
    let graph = read_hosts(hosts, threads, &mut sources, &mut findings);
    Ok(read_variables(&base, graph, threads, sources, findings))
}

fn read_hosts(hosts: Vec<Place>, threads: usize, sources: &mut Sources, findings: &mut Vec<Finding>) -> Graph {
    let jobs: Vec<Job> = hosts.into_iter().map(|place| Job { file: sources.add(place.shown()), place }).collect();
    let sources = &*sources;
    let readings = map_in_parallel(&jobs, threads, Worker::default, |worker, job| {
        let context = FileContext::new(sources, job.file);
        match read_file(job.place.path(), &mut worker.content) {
            Ok(bytes) => read_source(bytes, context, &mut worker.keys),
            Err(fault) => Reading::failed(unread(&fault, context)),
        }
    });
    let mut graph = Graph::default();
    for (job, reading) in jobs.iter().zip(readings) {
        reading.apply(&mut graph, FileContext::new(sources, job.file), findings);
    }
    graph.reconcile();
    graph
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

fn read_variables(
    base: &Place,
    graph: Graph,
    threads: usize,
    mut sources: Sources,
    mut findings: Vec<Finding>,
) -> Inventory {
    let group_vars = variable_folder(base, "group_vars", &mut sources, &mut findings);
    let host_vars = variable_folder(base, "host_vars", &mut sources, &mut findings);
    let mut jobs = Vec::new();
    let group_counts = collect_jobs(
        &group_vars,
        graph.groups().iter().map(|group| &group.name),
        &mut jobs,
        &mut sources,
        &mut findings,
    );
    let host_counts =
        collect_jobs(&host_vars, graph.hosts().iter().map(|host| &host.name), &mut jobs, &mut sources, &mut findings);
    let orphans = host_vars.orphans(|name| graph.find_host(name).is_some());
    let orphans = orphans.map(|(name, place)| (Arc::from(name), Span::file(sources.add(place.shown())))).collect();

    let documents = map_in_parallel(&jobs, threads, Worker::default, |worker, job| {
        let context = FileContext::new(&sources, job.file);
        match read_file(job.place.path(), &mut worker.content) {
            Ok(bytes) => document::parse(bytes, context, &mut worker.keys),
            Err(fault) => Document { value: None, findings: vec![unread(&fault, context)] },
        }
    });
    let mut maps = jobs.iter().zip(documents).map(|(job, document)| {
        let context = FileContext::new(&sources, job.file);
        findings.extend(document.findings);
        let span = Span::file(job.file);
        let value = document.value?;
        match value.data() {
            Data::Map(map) => Some(HostFile { span, variables: Arc::clone(map) }),
            _ if key::is_empty(&value) => None,
            _ => {
                let message = format!("a file of variables must be a map, not {}", value.kind());
                findings.push(context.finding(&rules::INVENTORY_STRUCTURE, value.span(), message));
                None
            }
        }
    });
    let group_files = group_counts
        .iter()
        .map(|count| maps.by_ref().take(*count).flatten().map(|file| table(&file.variables)).collect())
        .collect();
    let host_files = host_counts.iter().map(|count| maps.by_ref().take(*count).flatten().collect()).collect();
    drop(maps);
    let memberships = Memberships::of(&graph);
    Inventory { sources, graph, memberships, group_files, host_files, orphans, findings, threads }
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
