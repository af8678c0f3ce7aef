//! The filters that inventories use, as Ansible and Jinja have them.

mod choices;
mod encoding;
mod lists;
mod maps;
mod numbers;
mod paths;
mod patterns;
mod selection;
mod sets;
mod text;

pub(super) use numbers::is_affirmative;

use std::sync::{Arc, Mutex};

use minijinja::Environment;

use super::call::{Caller, Plugin, Undefined};
use super::session::Session;

/// Filters that hand the undefined on.
const FILTERS: &[(&str, Plugin)] = &[
    ("abs", numbers::absolute),
    ("b64decode", encoding::base64_decode),
    ("b64encode", encoding::base64_encode),
    ("basename", paths::basename),
    ("batch", lists::batch),
    ("bool", |_, call| Ok(numbers::is_affirmative(call.subject()).into())),
    ("capitalize", text::capitalize),
    ("combine", maps::combine),
    ("count", lists::length),
    ("dict2items", maps::to_items),
    ("dictsort", maps::sort),
    ("difference", sets::difference),
    ("dirname", paths::dirname),
    ("extract", maps::extract),
    ("first", lists::first),
    ("flatten", lists::flatten),
    ("float", |_, call| Ok(numbers::float(call))),
    ("format", text::format),
    ("from_json", encoding::from_json),
    ("indent", text::indent),
    ("int", numbers::integer),
    ("intersect", sets::intersect),
    ("items", maps::items),
    ("items2dict", maps::from_items),
    ("join", lists::join),
    ("last", lists::last),
    ("length", lists::length),
    ("list", lists::list),
    ("lower", text::lower),
    ("map", selection::map),
    ("max", lists::maximum),
    ("min", lists::minimum),
    ("path_join", paths::join),
    ("pow", numbers::power),
    ("product", lists::product),
    ("quote", text::quote),
    ("regex_escape", patterns::escape),
    ("regex_findall", patterns::find_all),
    ("regex_replace", patterns::replace),
    ("regex_search", patterns::search),
    ("reject", selection::reject),
    ("rejectattr", selection::reject_attribute),
    ("replace", text::replace),
    ("reverse", lists::reverse),
    ("round", numbers::round),
    ("select", selection::select),
    ("selectattr", selection::select_attribute),
    ("sort", lists::sort),
    ("split", text::split),
    ("splitext", paths::split_extension),
    ("string", text::string),
    ("subelements", maps::subelements),
    ("sum", lists::sum),
    ("symmetric_difference", sets::symmetric_difference),
    ("title", text::title),
    ("to_json", encoding::to_json),
    ("to_nice_json", encoding::to_nice_json),
    ("trim", text::trim),
    ("type_debug", |_, call| Ok(choices::type_name(call))),
    ("union", sets::union),
    ("unique", sets::unique),
    ("upper", text::upper),
    ("wordcount", text::word_count),
    ("zip", lists::zip),
    ("zip_longest", lists::zip_longest),
];

/// Filters that know what to do with the undefined.
const FILTERS_OF_UNDEFINED: &[(&str, Plugin)] = &[
    ("d", choices::default),
    ("default", choices::default),
    ("mandatory", choices::mandatory),
    ("ternary", choices::ternary),
];

/// Teaches an environment the filters.
pub(super) fn install(environment: &mut Environment<'static>, session: &Arc<Mutex<Session>>) {
    let caller = Caller::new(session);
    for (name, plugin) in FILTERS {
        caller.filter(environment, name, Undefined::Spreads, *plugin);
    }
    for (name, plugin) in FILTERS_OF_UNDEFINED {
        caller.filter(environment, name, Undefined::Welcome, *plugin);
    }
}
