//! Replaces the templates of a value by their results.

use std::sync::Arc;

use deevnet_core::declared::{Data, Unresolved, UnresolvedReason, Value};

use super::Scope;
use super::engine::Engine;

/// Resolves the templates of one inventory.
///
/// It keeps compiled templates, so that one text that many hosts share is compiled once. Use one for each thread.
#[derive(Debug)]
pub(crate) struct Resolver {
    engine: Arc<Engine>,
}

impl Resolver {
    /// A resolver for the hosts of an inventory.
    pub(crate) fn new(scope: Arc<dyn Scope>) -> Self {
        Self { engine: Arc::new(Engine::new(scope)) }
    }

    /// The value with every template inside it replaced by its result for a host.
    ///
    /// Results keep the place of their template. A template without a result becomes [`Data::Unresolved`], each on its
    /// own. An item or entry that resolves to `omit` is left out.
    pub(crate) fn resolve(&self, host: usize, value: &Value) -> Value {
        if !value.is_templated() {
            return value.clone();
        }
        self.engine.session().begin();
        let resolved = self.engine.resolve(host, value, 0);
        self.engine.session().begin();
        resolved.unwrap_or_else(|| left_out(value))
    }
}

/// What stands for a value that as a whole is to be left out.
fn left_out(value: &Value) -> Value {
    let unresolved =
        Unresolved::new(value.as_text().unwrap_or_default(), UnresolvedReason::Undefined, "it gives `omit`");
    Value::new(Data::Unresolved(Arc::new(unresolved)), value.span())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::template::memory_scope::{MemoryScope, declared};
    use deevnet_core::{Sources, Span};

    fn resolver(variables: &Json) -> Resolver {
        Resolver::new(Arc::new(MemoryScope::default().host("alpha", variables)))
    }

    fn unresolved(value: &Value) -> (UnresolvedReason, &str) {
        match value.data() {
            Data::Unresolved(unresolved) => (unresolved.reason, &unresolved.message),
            other => panic!("{other:?}"),
        }
    }

    /// Why a template of a host with these variables has no result.
    fn obstacle(variables: &Json, template: &str) -> (UnresolvedReason, String) {
        let value = resolver(variables).resolve(0, &declared(&json!(template)));
        let (reason, message) = unresolved(&value);
        (reason, message.to_owned())
    }

    fn limited(variables: &Json, template: &str) {
        let (reason, message) = obstacle(variables, template);
        assert_eq!(reason, UnresolvedReason::Limit, "{message}");
    }

    #[test]
    fn what_is_missing_is_named() {
        let variables = json!({"env": {"ip": null}, "indirect": "{{ gone }}"});
        let undefined = |template| {
            let (reason, message) = obstacle(&variables, template);
            assert_eq!(reason, UnresolvedReason::Undefined);
            message
        };
        assert_eq!(undefined("{{ gone }}"), "`gone` is not defined");
        assert_eq!(undefined("a {{ indirect }}"), "`gone` is not defined");
        assert_eq!(undefined("{{ env.gateway }}"), "a map has no 'gateway'");
        assert_eq!(undefined("{{ hostvars['beta'].x }}"), "there is no host `beta`");
        assert_eq!(undefined("{{ groups['beta'] }}"), "there is no group `beta`");
        assert_eq!(undefined("{{ hostvars['alpha'].gone }}"), "`hostvars['alpha'].gone` is not defined");
        assert_eq!(undefined("{{ gone | default(omit) }}"), "it gives `omit`");
    }

    #[test]
    fn what_only_ansible_has_is_named() {
        let unknown = |template| {
            let (reason, message) = obstacle(&json!({}), template);
            assert_eq!(reason, UnresolvedReason::UnknownFunction);
            message
        };
        assert_eq!(unknown("{{ 1 | ansible.utils.ipaddr }}"), "the filter `ansible.utils.ipaddr` is not known here");
        assert_eq!(unknown("{{ [1] | map('nope') }}"), "the filter `nope` is not known here");
        assert_eq!(unknown("{{ 1 is nope }}"), "the test `nope` is not known here");
        assert_eq!(unknown("{{ nope(1) }}"), "the function `nope` is not known here");
        assert_eq!(unknown("{{ lookup('env', 'HOME') }}"), "the lookup `env` runs in Ansible only");
        assert_eq!(unknown("{{ now() }}"), "`now()` depends on the time of the run");
    }

    #[test]
    fn an_encrypted_value_is_a_secret_wherever_it_is_read() {
        let variables = json!({
            "secret": {"!secret": "$ANSIBLE_VAULT;1.1;AES256"},
            "token": "{{ secret }}",
            "env": {"key": {"!secret": "$ANSIBLE_VAULT;1.1;AES256"}, "ip": "10.0.0.1"},
        });
        for template in ["{{ secret }}", "{{ token }}", "{{ token | default('x') }}", "{{ env.key }}", "x{{ env }}"] {
            assert_eq!(obstacle(&variables, template).0, UnresolvedReason::Secret, "{template}");
        }
        assert_eq!(obstacle(&variables, "{{ token }}").1, "`secret` is encrypted");
        let resolver = resolver(&variables);
        assert_eq!(resolver.resolve(0, &declared(&json!("{{ env.ip }}"))).as_text(), Some("10.0.0.1"));
        let whole = resolver.resolve(0, &declared(&json!("{{ env }}")));
        assert!(matches!(whole.get("key").unwrap().data(), Data::Secret(_)));
    }

    #[test]
    fn what_is_missing_may_be_encrypted() {
        let scope = MemoryScope::default().host("alpha", &json!({})).encrypted_file("host_vars/alpha/vault.yml");
        let resolver = Resolver::new(Arc::new(scope));
        let value = resolver.resolve(0, &declared(&json!("{{ vault_token }}")));
        assert_eq!(
            unresolved(&value),
            (
                UnresolvedReason::Secret,
                "`vault_token` is not defined; it may be in the encrypted file host_vars/alpha/vault.yml"
            )
        );
    }

    #[test]
    fn nothing_replaces_what_a_closed_vault_may_say() {
        let variables = json!({"indirect": "{{ vault_vmid | default(0) }}"});
        let scope = MemoryScope::default().host("alpha", &variables).encrypted_file("host_vars/alpha/vault.yml");
        let closed = Resolver::new(Arc::new(scope));
        let open = resolver(&variables);
        for template in [
            "{{ vault_vmid | default(0) }}",
            "{{ vault_vmid | default(0, true) | int }}",
            "{{ vault_vmid is defined }}",
            "{{ vault_vmid is undefined }}",
            "{{ 7 if vault_vmid is defined else 0 }}",
            "{{ vault.vmid | default(0) }}",
            "{{ vars['vault_vmid'] | default(0) }}",
            "{{ hostvars['alpha'].vault_vmid | default(0) }}",
            "{{ hostvars[inventory_hostname]['vault_vmid'] | default(0) }}",
            "{{ indirect }}",
        ] {
            let value = closed.resolve(0, &declared(&json!(template)));
            let (reason, message) = unresolved(&value);
            assert_eq!(reason, UnresolvedReason::Secret, "{template}: {message}");
            assert!(message.ends_with("it may be in the encrypted file host_vars/alpha/vault.yml"), "{message}");
            let value = open.resolve(0, &declared(&json!(template)));
            assert!(!matches!(value.data(), Data::Unresolved(_)), "{template}");
        }
        for template in ["{{ deevnet_assigned_vmid | default(0) }}", "{{ 0 if token is defined else 0 }}"] {
            assert!(matches!(closed.resolve(0, &declared(&json!(template))).data(), Data::Integer(0)), "{template}");
        }
    }

    #[test]
    fn a_cycle_names_its_way() {
        let variables = json!({"a": "{{ b }}", "b": "x{{ c | default('y') }}", "c": "{{ a }}", "own": ["{{ own }}"]});
        let (reason, message) = obstacle(&variables, "x{{ a }}");
        assert_eq!((reason, &*message), (UnresolvedReason::Cycle, "it refers to itself: `a` -> `b` -> `c` -> `a`"));
        let value = resolver(&variables).resolve(0, &declared(&json!("{{ own }}")));
        assert_eq!(unresolved(&value.as_list().unwrap()[0]).0, UnresolvedReason::Cycle);
    }

    #[test]
    fn every_leaf_stands_for_itself() {
        let variables = json!({"n": 5});
        let value =
            declared(&json!({"good": "{{ n }}", "bad": "{{ gone }}", "list": ["{{ n }}", "plain"], "{{ n }}": 1}));
        let resolved = resolver(&variables).resolve(0, &value);
        assert!(matches!(resolved.get("good").unwrap().data(), Data::Integer(5)));
        assert_eq!(unresolved(resolved.get("bad").unwrap()).0, UnresolvedReason::Undefined);
        assert!(matches!(resolved.get("list").unwrap().as_list().unwrap()[0].data(), Data::Integer(5)));
        assert!(resolved.get("{{ n }}").is_some(), "keys are no templates");
        assert!(!resolved.is_templated());
    }

    #[test]
    fn omitted_entries_are_left_out() {
        let value = declared(&json!({"a": "{{ gone | default(omit) }}", "b": [1, "{{ omit }}"]}));
        let resolved = resolver(&json!({})).resolve(0, &value);
        assert!(resolved.get("a").is_none());
        assert_eq!(resolved.get("b").unwrap().as_list().unwrap().len(), 1);
    }

    #[test]
    fn results_stand_where_their_template_stands() {
        let file = Sources::default().add("host_vars/alpha.yml");
        let (here, there) = (Span::new(file, 3, 7, 9), Span::new(file, 9, 1, 4));
        let resolver = resolver(&json!({"env": {"ip": "10.0.0.1"}}));
        let text = resolver.resolve(0, &Value::text("{{ env.ip }}", here, true));
        assert_eq!(text.span(), here);
        let map = resolver.resolve(0, &Value::text("{{ env }}", there, true));
        assert_eq!(map.span(), there);
        let bad = resolver.resolve(0, &Value::text("{{ gone }}", there, true));
        assert_eq!(bad.span(), there);
    }

    #[test]
    fn text_that_is_no_template_stays() {
        let value = Value::text("{{ number }}", Span::NONE, false);
        let resolver = resolver(&json!({"copy": 1}));
        assert_eq!(resolver.resolve(0, &value).as_text(), Some("{{ number }}"));
        let quoted = declared(&json!("{{ '{' ~ '{ copy }' ~ '}' }}"));
        let result = resolver.resolve(0, &quoted);
        assert_eq!((result.as_text(), result.is_templated()), (Some("{{ copy }}"), false));
    }

    #[test]
    fn hosts_see_their_own_variables_on_any_thread() {
        let mut scope = MemoryScope::default();
        for host in 0..100 {
            scope = scope.host(&format!("host{host}"), &json!({"n": host, "next": "{{ n + 1 }}"}));
        }
        let scope: Arc<dyn crate::template::Scope> = Arc::new(scope);
        let value = declared(&json!("{{ inventory_hostname }}: {{ next }} {{ hostvars['host0'].next }}"));
        std::thread::scope(|threads| {
            for offset in 0..4 {
                let (scope, value) = (Arc::clone(&scope), value.clone());
                threads.spawn(move || {
                    let resolver = Resolver::new(scope);
                    for host in (offset..100).step_by(4) {
                        let text = format!("host{host}: {} 1", host + 1);
                        assert_eq!(resolver.resolve(host, &value).as_text(), Some(&*text));
                    }
                });
            }
        });
    }

    #[test]
    fn bombs_are_refused() {
        let doubling: serde_json::Map<String, Json> = (0..40)
            .map(|level| (format!("v{level}"), json!(format!("{{{{ v{0} }}}}{{{{ v{0} }}}}", level + 1))))
            .chain([("v40".to_owned(), json!("xxxxxxxx"))])
            .collect();
        let doubling = Json::Object(doubling);
        limited(&doubling, "{{ v0 }}");
        limited(&doubling, "{{ v20 }}");
        limited(&json!({}), "{% for a in range(1000) %}{% for b in range(1000) %}x{% endfor %}{% endfor %}");
        let doubled = |operation: &str| {
            let grow = "{% set a = [a, a] %}{% set b = [b, b] %}".repeat(60);
            format!("{{% set a = [] %}}{{% set b = [] %}}{grow}{{{{ {operation} }}}}")
        };
        for operation in [
            "a == b",
            "a < b",
            "a in [b]",
            "a ~ ''",
            "a | flatten",
            "[a, b] | unique",
            "a | union(b)",
            "a is eq(b)",
            "{'k': a} | combine({'k': b}, recursive=true)",
            "['%s'] | map('format', a) | list",
            "'{}'.format(a)",
            "[a] | sort",
            "a | to_json",
            "a | string",
            "a | join",
            "a",
            "[a, b] | max",
            "a is contains(b)",
        ] {
            limited(&json!({}), &doubled(operation));
        }
        limited(&json!({}), &format!("{{% set a = [1] %}}{}{{{{ a | length }}}}", "{% set a = a + a %}".repeat(100)));
        limited(&json!({}), "{{ '%999999999d' | format(1) }}");
        limited(&json!({}), "{{ '{:>999999999}'.format(1) }}");
        limited(&json!({}), "{{ '{:{}}'.format(1, 999999999) }}");
        limited(&json!({}), "{{ range(1000000000) }}");
        limited(&json!({}), "{{ ('x' * 100000) | replace('x', 'y' * 100000) }}");
        limited(&json!({}), "{{ ('x' * 100000) | regex_replace('x', 'y' * 100000) }}");
        limited(&json!({}), "{{ ('x' * 100000).replace('x', 'y' * 100000) }}");
        limited(&json!({}), "{{ ('y' * 100000).join(['x'] | product(range(50)) | map('first')) }}");
        limited(&json!({}), "{% for i in range(5000) %}{{ 'x' is match('x{' ~ i ~ '}') }}{% endfor %}");
        limited(&json!({}), "{{ range(100000) | product(range(100000)) }}");
        limited(&json!({}), "{{ ('x' * 1000000) ~ ('x' * 1000000) }}");
        limited(&json!({}), "{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(1) }}");
        assert_ne!(obstacle(&json!({}), "{{ 'x' * 1000000000000 }}").0, UnresolvedReason::Undefined);
    }

    #[test]
    fn lists_of_lists_of_templates_stay_finite() {
        let variables = json!({
            "own": ["{{ [own] }}", "{{ own }}"],
            "left": ["{{ right }}", "{{ right }}"],
            "right": ["{{ left }}", "{{ left }}"],
        });
        let resolver = resolver(&variables);
        for template in ["{{ own == [own] }}", "{{ own }}", "x{{ own }}", "{{ left == right }}", "{{ left | flatten }}"]
        {
            resolver.resolve(0, &declared(&json!(template)));
        }
    }

    #[test]
    fn a_shared_tree_is_not_unfolded() {
        let mut tree = declared(&json!(["x", "x"]));
        for _ in 0..60 {
            tree = Value::new(Data::List([tree.clone(), tree].into()), Span::NONE);
        }
        let entries = vec![(Value::text("tree", Span::NONE, false), tree)];
        let variables = Value::new(Data::Map(Arc::new(deevnet_core::declared::Map::new(entries))), Span::NONE);
        let resolver = Resolver::new(Arc::new(MemoryScope::default().declared_host("alpha", variables)));
        assert!(resolver.resolve(0, &declared(&json!("{{ tree }}"))).as_list().is_some());
        for template in ["x{{ tree }}", "{{ tree | flatten }}", "{{ tree | to_json }}", "{{ 'a' ~ tree }}"] {
            let value = resolver.resolve(0, &declared(&json!(template)));
            assert_eq!(unresolved(&value).0, UnresolvedReason::Limit, "{template}");
        }
    }

    #[test]
    fn numbers_at_the_edge_are_no_accident() {
        let resolver = resolver(&json!({"list": [1, 2, 3]}));
        for template in [
            "{{ 'abc'[::-9223372036854775808] }}",
            "{{ list[9223372036854775807:-9223372036854775808:-1] }}",
            "{{ list[99999999999999999999] }}",
            "{{ range(9223372036854775807, 0, -9223372036854775808) }}",
            "{{ -9223372036854775808 | abs }}",
            "{{ -9223372036854775808 is divisibleby(-1) }}",
            "{{ 9 ** 9 ** 9 ** 9 }}",
            "{{ 1e300 | int }}",
            "{{ 5 // 0 }}",
            "{{ ('[' * 5000) | from_json }}",
        ] {
            resolver.resolve(0, &declared(&json!(template)));
        }
    }

    #[test]
    fn what_fails_when_it_is_read_has_no_order() {
        let variables = json!({"map": {"a": "{{ nope() }}"}, "list": ["{{ nope() }}"]});
        for template in ["{{ map < map }}", "{{ [map] >= [map] }}", "{{ [map, list] | sort }}"] {
            assert_eq!(obstacle(&variables, template).0, UnresolvedReason::Failed, "{template}");
        }
        for template in ["{{ list <= list }}", "{{ [list, list] | sort }}"] {
            assert_eq!(obstacle(&variables, template).0, UnresolvedReason::UnknownFunction, "{template}");
        }
    }

    #[test]
    fn a_deep_chain_of_variables_is_refused() {
        let chain: serde_json::Map<String, Json> =
            (0..1000).map(|level| (format!("v{level}"), json!(format!("{{{{ v{} }}}}", level + 1)))).collect();
        let chain = Json::Object(chain);
        limited(&chain, "{{ v0 }}");
        assert_eq!(obstacle(&chain, "{{ v990 }}").1, "`v1000` is not defined");
    }

    #[test]
    fn deep_brackets_do_not_exhaust_the_stack() {
        let deep = "[".repeat(20) + &"]".repeat(20);
        let nested: serde_json::Map<String, Json> = (0..20)
            .map(|level| (format!("v{level}"), json!(format!("{{{{ {deep} and v{} and {deep} }}}}", level + 1))))
            .collect();
        obstacle(&Json::Object(nested), "{{ v0 }}");
    }

    proptest! {
        #[test]
        fn any_template_resolves_or_says_why(template in "(\\{\\{|\\{%|\\{#|\\}\\}|%\\}|#\\}|[a-c]|\\.|\\||\\(|\\)|\\[|\\]|'|\"| |,|:|is|in|if|for|set|endfor|endif|else|defined|default|map|join|list|split|regex_replace|=|==|~|\\+|\\*|-|%|/|[0-9]|\\\\|é){0,24}") {
            let resolver = resolver(&json!({"a": [1, {"b": "{{ c }}"}], "b": {"a": "x"}, "c": "text"}));
            resolver.resolve(0, &Value::text(template, Span::NONE, true));
        }

        #[test]
        fn any_expression_resolves_or_says_why(expression in "([a-c]|\\.[a-c]|\\[0\\]|\\[-1:\\]| \\| (first|last|join\\(a\\)|int|length|sort|unique|flatten|combine\\(b\\)|dict2items|to_json|string|list|replace\\('x', c\\)|split\\(c\\)|regex_search\\(c\\)|zip\\(a\\)|round|sum|min|bool|default\\(a\\)|map\\(attribute='b'\\)|items2dict|indent\\(9\\)|format\\(a\\)|batch\\(2\\)|truthy)| (==|<|in|and|or|~|\\+|-|\\*|/|//|%|\\*\\*|is|if|else) | [0-9]{1,3} | '[a-c.%{}]*' |\\(|\\)|\\[|\\]|\\.(upper|split|get|items|format|join|zfill|center)\\(([a-c]|9|'x')?\\)){0,12}") {
            let resolver = resolver(&json!({"a": [1, {"b": "{{ c }}"}], "b": {"a": "x"}, "c": "text"}));
            resolver.resolve(0, &Value::text(format!("{{{{ {expression} }}}}"), Span::NONE, true));
        }
    }
}
