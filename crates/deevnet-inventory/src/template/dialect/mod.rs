//! From Ansible's Jinja to the engine's.
//!
//! The two languages share their grammar; two habits of Ansible are written out before a template is compiled:
//!
//! * Inside `{{ }}` a backslash in a string constant stands for itself, so that `regex_replace('(\d+)', '\1')` needs no
//!   doubling. Inside `{% %}` Python's escapes hold.
//! * An attribute of something undefined is undefined, not an error, so that `a.b.c | default('x')` works when `a.b` is
//!   missing. Every access becomes a call of [`ACCESS`], every slice one of [`SLICE`], which hand the undefined on.
//!
//! * Operands of comparisons, `in`, `~`, `+` and `*`, and the keys of written maps, go through the filters of
//!   [`bounds`](super::bounds), because the engine would compare or write a value of any extent.
//!
//! The translation also refuses templates that would exhaust the parser (see [`limits`](super::limits)).

mod literal;
mod tag;

use self::tag::{Delimiter, Tag};
use super::failure::Failure;
use super::limits::{SOURCE_LIMIT, STATEMENTS_LIMIT};

/// The function that stands for attribute and subscript access in translated templates.
pub(super) const ACCESS: &str = "__at";

/// The function that stands for slices in translated templates.
pub(super) const SLICE: &str = "__slice";

/// Translates a template.
pub(super) fn translate(source: &str) -> Result<String, Failure> {
    if source.len() > SOURCE_LIMIT {
        return Err(Failure::limit(format!("the template is longer than {SOURCE_LIMIT} bytes")));
    }
    let source = source.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(source.len() + 16);
    let mut rest = source.as_str();
    let mut statements = 0;
    while let Some(start) = next_tag(rest) {
        let (text, tag) = rest.split_at(start);
        out.push_str(text);
        rest = match tag.as_bytes().get(1) {
            Some(b'#') => copy_through(&mut out, tag, "#}"),
            Some(b'%') if is_raw(tag) => copy_raw(&mut out, tag),
            Some(b'%') => {
                statements += 1;
                Tag::translate(&mut out, tag, Delimiter::Statement)?
            }
            _ => Tag::translate(&mut out, tag, Delimiter::Expression)?,
        };
        if statements > STATEMENTS_LIMIT {
            return Err(Failure::limit(format!("the template has more than {STATEMENTS_LIMIT} statements")));
        }
    }
    out.push_str(rest);
    Ok(out)
}

fn next_tag(text: &str) -> Option<usize> {
    text.match_indices('{')
        .map(|(index, _)| index)
        .find(|index| matches!(text.as_bytes().get(index + 1), Some(b'{' | b'%' | b'#')))
}

/// Copies to the end of the first `end`, or everything.
fn copy_through<'a>(out: &mut String, text: &'a str, end: &str) -> &'a str {
    let length = text.find(end).map_or(text.len(), |index| index + end.len());
    let (head, rest) = text.split_at(length);
    out.push_str(head);
    rest
}

fn is_raw(tag: &str) -> bool {
    statement_name(tag) == "raw"
}

/// The first word of a statement.
fn statement_name(tag: &str) -> &str {
    let inner = tag.trim_start_matches("{%").trim_start_matches(['-', '+']).trim_start();
    inner.split(|character: char| !character.is_alphanumeric()).next().unwrap_or_default()
}

/// Copies a `{% raw %}` block through the end of its `{% endraw %}`.
fn copy_raw<'a>(out: &mut String, tag: &'a str) -> &'a str {
    let mut rest = copy_through(out, tag, "%}");
    while let Some(start) = rest.find("{%") {
        let (text, statement) = rest.split_at(start);
        out.push_str(text);
        rest = copy_through(out, statement, "%}");
        if statement_name(statement) == "endraw" {
            return rest;
        }
    }
    out.push_str(rest);
    ""
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn translated(source: &str) -> String {
        translate(source).unwrap()
    }

    #[test]
    fn access_hands_the_undefined_on() {
        assert_eq!(translated("{{ a.b.c | default('x') }}"), "{{ __at(a,'b','c') | default('x') }}");
        assert_eq!(translated("{{ a[0].b['c d'] }}"), "{{ __at(a,0,'b','c d') }}");
        assert_eq!(translated("{{ a.0.b }}"), "{{ __at(a,0,'b') }}");
        assert_eq!(translated("{{ (a | first).b }}"), "{{ __at((a | first),'b') }}");
        assert_eq!(translated("{{ a[b.c].d }}"), "{{ __at(a,__at(b,'c'),'d') }}");
        assert_eq!(translated("{{ -a.b + c.d }}"), "{{ -__at(a,'b')|__sized + __at(c,'d')|__sized }}");
        assert_eq!(translated("{{ a.b is eq c.d }}"), "{{ __at(a,'b') is eq __at(c,'d') }}");
    }

    #[test]
    fn methods_and_calls_stay() {
        assert_eq!(translated("{{ a.b.split('.')[1] }}"), "{{ __at(__at(a,'b').split('.'),1) }}");
        assert_eq!(translated("{{ a.b[1:] }}"), "{{ __slice(__at(a,'b'),1,none,none) }}");
        assert_eq!(translated("{{ 'a.b'.upper() }}"), "{{ 'a.b'.upper() }}");
        assert_eq!(translated("{{ f(a.b)[0] }}"), "{{ __at(f(__at(a,'b')),0) }}");
        assert_eq!(translated("{{ 1.5 + 2 }} a.b {{ [1, 2] }}"), "{{ 1.5 + 2 }} a.b {{ [1, 2] }}");
    }

    #[test]
    fn operands_are_guarded() {
        assert_eq!(translated("{{ a == b.c | f(d) and e }}"), "{{ a|__sized == __at(b,'c') | f(d)|__sized and e }}");
        assert_eq!(translated("{{ a.b ~ 'x' ~ c }}"), "{{ __at(a,'b')|__sized ~ 'x' ~ c|__sized }}");
        assert_eq!(
            translated("{{ a not in b if c in d else e }}"),
            "{{ a|__sized not in b|__container if c|__sized in d|__container else e }}"
        );
        assert_eq!(translated("{{ (a + b) * 3 - -c }}"), "{{ (a|__sized + b|__sized)|__factor * 3 - -c }}");
        assert_eq!(translated("{{ {a: b, 'c': d} }}"), "{{ {a|__key: b, 'c': d} }}");
        assert_eq!(translated("{{ a[b:-c] }}"), "{{ __slice(a,b,-c,none) }}");
        assert_eq!(
            translated("{{ a[::2].b[f(x[:1])] }}"),
            "{{ __at(__slice(a,none,none,2),'b',f(__slice(x,none,1,none))) }}"
        );
        assert_eq!(translated("{{ a < b <= 3 }}"), "{{ a|__ordered < b|__ordered <= 3 }}");
        assert_eq!(translated("{{ f(*a, b=c, **d) }}"), "{{ f(*a, b=c, **d) }}");
        assert_eq!(
            translated("{% if a.b != c %}{% for d in e if d == f %}"),
            "{% if __at(a,'b')|__sized != c|__sized %}{% for d in e if d|__sized == f|__sized %}"
        );
    }

    #[test]
    fn dots_of_filter_and_test_names_stay() {
        assert_eq!(translated("{{ a | ns.col.f(b.c) }}"), "{{ a | ns.col.f(__at(b,'c')) }}");
        assert_eq!(translated("{{ a is not ns.col.t(1) }}"), "{{ a is not ns.col.t(1) }}");
        assert_eq!(translated("{{ a is defined and b.c }}"), "{{ a is defined and __at(b,'c') }}");
    }

    #[test]
    fn statements_translate_too() {
        assert_eq!(
            translated("{% for k in a.b if k.c %}{{ loop.index }}{% endfor %}"),
            "{% for k in __at(a,'b') if __at(k,'c') %}{{ __at(loop,'index') }}{% endfor %}"
        );
        assert_eq!(translated("{%- if (a).b -%}x{%+ endif %}"), "{%- if __at((a),'b') -%}x{%+ endif %}");
    }

    #[test]
    fn backslashes_are_literal_in_expressions_only() {
        assert_eq!(translated(r"{{ '\1' }}"), r"{{ '\\1' }}");
        assert_eq!(translated(r"{% set a = '\n\x41\d' %}"), "{% set a = '\nA\\\\d' %}");
        assert_eq!(translated(r#"{{ "it's" }}"#), r"{{ 'it\'s' }}");
    }

    #[test]
    fn comments_and_raw_blocks_are_left_alone() {
        for source in
            ["{# a.b #}", "{% raw %}{{ a.b }}{% endraw %}", "{%- raw -%} '{% x %}' {%- endraw %} y", "a { b } c"]
        {
            assert_eq!(translated(source), source);
        }
        assert_eq!(
            translated("{% raw %}{{ a.b }}{% endraw %}{{ a.b }}"),
            "{% raw %}{{ a.b }}{% endraw %}{{ __at(a,'b') }}"
        );
    }

    #[test]
    fn braces_inside_an_expression_do_not_close_it() {
        assert_eq!(translated("{{ {'a': {'b': c.d}} }}"), "{{ {'a': {'b': __at(c,'d')}} }}");
    }

    #[test]
    fn what_would_exhaust_the_parser_is_refused() {
        let refused = |source: String| translate(&source).unwrap_err().reason;
        let limit = deevnet_core::declared::UnresolvedReason::Limit;
        assert_eq!(refused(format!("{{{{ {}1{} }}}}", "(".repeat(500), ")".repeat(500))), limit);
        assert_eq!(refused(format!("{{{{ 1{} }}}}", "+1".repeat(500))), limit);
        assert_eq!(refused(format!("{{{{ a{} }}}}", "|f".repeat(500))), limit);
        assert_eq!(refused("{% if a %}".repeat(500)), limit);
        assert_eq!(refused("{{ a }}".repeat(50_000)), limit);
    }

    proptest! {
        #[test]
        fn any_text_translates_or_is_refused(source in "[{}%#a-c .|()\\[\\]'\"\\\\is,:0-9é-]{0,60}") {
            let _ = translate(&source);
        }

        #[test]
        fn text_without_a_tag_stays(source in "[^{\r]*") {
            prop_assert_eq!(translate(&source).unwrap(), source);
        }
    }
}
