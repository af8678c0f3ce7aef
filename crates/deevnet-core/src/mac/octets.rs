//! Octets written as text: the scanner behind every address and namespace that is parsed.

/// Hexadecimal digits in an octet.
const DIGITS_PER_OCTET: usize = 2;
/// Hexadecimal digits in a group of the dotted form, which Cisco devices print.
const DIGITS_PER_DOTTED_GROUP: usize = 4;

/// What is wrong with text that should be octets; columns count characters from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Empty,
    Digit { column: usize, found: char },
    MixedSeparators { column: usize, first: char, found: char },
    Length { digits: usize },
    Grouping { separator: char, column: usize },
}

/// Reads exactly `N` octets in colon, hyphen, dotted or bare form, in either case.
pub(super) fn scan<const N: usize>(text: &str) -> Result<[u8; N], Fault> {
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    let mut octets = [0_u8; N];
    let mut digits = 0;
    let mut separators = Separators::default();
    for (index, found) in text.chars().enumerate() {
        if let Some(digit) = hex_digit(found) {
            if let Some(octet) = octets.get_mut(digits / DIGITS_PER_OCTET) {
                *octet = (*octet << 4) | digit;
            }
            digits += 1;
        } else if matches!(found, ':' | '-' | '.') {
            separators.meet(found, index + 1, digits)?;
        } else {
            return Err(Fault::Digit { column: index + 1, found });
        }
    }
    if digits != N * DIGITS_PER_OCTET {
        return Err(Fault::Length { digits });
    }
    separators.finish(digits)?;
    Ok(octets)
}

fn hex_digit(character: char) -> Option<u8> {
    character.to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// The separators met so far: all of one kind, and each where its kind puts it.
#[derive(Default)]
struct Separators {
    kind: Option<char>,
    count: usize,
    last_column: usize,
    misplaced: Option<usize>,
}

impl Separators {
    fn meet(&mut self, found: char, column: usize, digits: usize) -> Result<(), Fault> {
        let first = *self.kind.get_or_insert(found);
        if first != found {
            return Err(Fault::MixedSeparators { column, first, found });
        }
        self.count += 1;
        self.last_column = column;
        if digits != self.count * group_width(found) {
            self.misplaced.get_or_insert(column);
        }
        Ok(())
    }

    fn finish(&self, digits: usize) -> Result<(), Fault> {
        let Some(separator) = self.kind else {
            return Ok(());
        };
        let is_complete = (self.count + 1) * group_width(separator) == digits;
        match (self.misplaced, is_complete) {
            (None, true) => Ok(()),
            (misplaced, _) => Err(Fault::Grouping { separator, column: misplaced.unwrap_or(self.last_column) }),
        }
    }
}

const fn group_width(separator: char) -> usize {
    if separator == '.' { DIGITS_PER_DOTTED_GROUP } else { DIGITS_PER_OCTET }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_reads_the_same_octets() {
        let expected = [0x02, 0xde, 0x20, 0x00, 0x00, 0xc8];
        for text in ["02:de:20:00:00:c8", "02-DE-20-00-00-C8", "02de.2000.00c8", "02DE200000c8"] {
            assert_eq!(scan::<6>(text), Ok(expected), "{text}");
        }
        assert_eq!(scan::<3>("02:de:20"), Ok([0x02, 0xde, 0x20]));
    }

    #[test]
    fn faults_are_told_apart() {
        let grouping = |separator, column| Err(Fault::Grouping { separator, column });
        assert_eq!(scan::<6>(""), Err(Fault::Empty));
        assert_eq!(scan::<6>(" 02:de:20:00:00:c8"), Err(Fault::Digit { column: 1, found: ' ' }));
        assert_eq!(scan::<6>("02:de:2o:00:00:c8"), Err(Fault::Digit { column: 8, found: 'o' }));
        assert_eq!(scan::<6>("02:de-20"), Err(Fault::MixedSeparators { column: 6, first: ':', found: '-' }));
        assert_eq!(scan::<6>("02:de:20:00:00:c"), Err(Fault::Length { digits: 11 }));
        assert_eq!(scan::<6>("::::::"), Err(Fault::Length { digits: 0 }));
        assert_eq!(scan::<6>("02:de:20:00:00:c8:"), grouping(':', 18));
        assert_eq!(scan::<6>(":02:de:20:00:00:c8"), grouping(':', 1));
        assert_eq!(scan::<6>("02de20:0000c8"), grouping(':', 7));
        assert_eq!(scan::<6>("02.de.20.00.00.c8"), grouping('.', 3));
        assert_eq!(scan::<3>("02de.20"), Err(Fault::Grouping { separator: '.', column: 5 }));
    }
}
