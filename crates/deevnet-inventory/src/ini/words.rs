//! Splits a line into words as a shell does: quotes, backslashes and comments.

/// One word of a line with its place, counted in characters from 0.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) start: usize,
    pub(super) width: usize,
}

/// Why a line cannot be split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum WordFault {
    /// A quote without its partner.
    #[error("a quote is not closed")]
    OpenQuote,
    /// A backslash at the end.
    #[error("nothing follows the backslash")]
    OpenEscape,
}

/// What the scanner is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Blank,
    Word,
    Quote(char),
    /// After a backslash; the quote it stands in, if any.
    Escape(Option<char>),
}

/// Splits a line into words; `#` outside of quotes begins a comment wherever it stands.
///
/// # Errors
///
/// What is not closed at the end of the line.
pub(super) fn split(line: &str) -> Result<Vec<Word>, WordFault> {
    let mut scanner = Scanner { words: Vec::new(), text: String::new(), start: 0, state: State::Blank };
    let mut length = 0;
    for (at, character) in line.chars().enumerate() {
        if !scanner.take(at, character) {
            scanner.finish(at);
            return Ok(scanner.words);
        }
        length = at + 1;
    }
    match scanner.state {
        State::Quote(_) => Err(WordFault::OpenQuote),
        State::Escape(_) => Err(WordFault::OpenEscape),
        State::Blank | State::Word => {
            scanner.finish(length);
            Ok(scanner.words)
        }
    }
}

struct Scanner {
    words: Vec<Word>,
    text: String,
    start: usize,
    state: State,
}

impl Scanner {
    /// Takes one character; `false` where a comment begins.
    fn take(&mut self, at: usize, character: char) -> bool {
        match (self.state, character) {
            (State::Blank | State::Word, '#') => return false,
            (State::Blank | State::Word, ' ' | '\t' | '\r' | '\n') => self.finish(at),
            (State::Blank | State::Word, _) => self.in_word(at, character),
            (State::Quote(quote), _) if character == quote => self.state = State::Word,
            (State::Quote('"'), '\\') => self.state = State::Escape(Some('"')),
            (State::Quote(_), _) => self.text.push(character),
            (State::Escape(None), _) => {
                self.text.push(character);
                self.state = State::Word;
            }
            (State::Escape(Some(quote)), _) => {
                if character != '\\' && character != quote {
                    self.text.push('\\');
                }
                self.text.push(character);
                self.state = State::Quote(quote);
            }
        }
        true
    }

    fn in_word(&mut self, at: usize, character: char) {
        if self.state == State::Blank {
            self.start = at;
            self.state = State::Word;
        }
        match character {
            '"' | '\'' => self.state = State::Quote(character),
            '\\' => self.state = State::Escape(None),
            _ => self.text.push(character),
        }
    }

    fn finish(&mut self, at: usize) {
        if self.state == State::Word {
            let text = std::mem::take(&mut self.text);
            self.words.push(Word { text, start: self.start, width: at - self.start });
        }
        self.state = State::Blank;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(line: &str) -> Vec<String> {
        split(line).unwrap().into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_as_a_shell_splits_them() {
        assert_eq!(texts("pi01 a=1\tb='x y' # note"), ["pi01", "a=1", "b=x y"]);
        assert_eq!(texts(r#"h a="x \"y\" \z" b=\#c d=''"#), ["h", r#"a=x "y" \z"#, "b=#c", "d="]);
        assert_eq!(texts("h#note"), ["h"]);
        assert_eq!(texts("'' x"), ["", "x"]);
        assert_eq!(split("h 'x"), Err(WordFault::OpenQuote));
        assert_eq!(split("h \\"), Err(WordFault::OpenEscape));
    }

    #[test]
    fn words_know_their_place() {
        let words = split("pi01  mac='é'  ").unwrap();
        assert_eq!((words[1].start, words[1].width), (6, 7));
    }

    proptest! {
        #[test]
        fn no_line_panics(line in "\\PC*") {
            let _ = split(&line);
        }
    }
}
