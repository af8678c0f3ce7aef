//! The name that was probably meant.

/// How many single-character edits a word may be away from a name, for each three characters of the word.
const CHARACTERS_PER_EDIT: usize = 3;

/// The candidate that a misspelt word probably meant: the one with the fewest inserted, dropped, replaced or swapped
/// characters, as long as they are at most one in three. Letter case is not compared; of equal ones the first wins.
///
/// ```
/// use deevnet_core::nearest;
///
/// assert_eq!(nearest("severty", ["severity", "ignore"]), Some("severity"));
/// assert_eq!(nearest("colour", ["severity", "ignore"]), None);
/// ```
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = folded(word);
    let allowed = word.len().div_ceil(CHARACTERS_PER_EDIT);
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, &folded(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn folded(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).collect()
}

/// The number of edits between two words, where swapping two neighbours is one edit (optimal string alignment).
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for row in 1..=left.len() {
        let mut current = vec![row];
        for column in 1..=right.len() {
            let replaced = above[column - 1] + usize::from(left[row - 1] != right[column - 1]);
            let mut best = replaced.min(above[column] + 1).min(current[column - 1] + 1);
            if row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1] {
                best = best.min(before[column - 2] + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut above, current);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edits(left: &str, right: &str) -> usize {
        distance(&folded(left), &folded(right))
    }

    #[test]
    fn every_kind_of_edit_counts_once() {
        assert_eq!(edits("ignore", "ignore"), 0);
        assert_eq!(edits("ignre", "ignore"), 1);
        assert_eq!(edits("ignorre", "ignore"), 1);
        assert_eq!(edits("ignoro", "ignore"), 1);
        assert_eq!(edits("igonre", "ignore"), 1);
        assert_eq!(edits("", "ignore"), 6);
    }

    #[test]
    fn case_does_not_matter_and_the_first_of_equals_wins() {
        assert_eq!(nearest("dv1O4", ["DV104", "DV114"]), Some("DV104"));
        assert_eq!(nearest("DV1x4", ["DV104", "DV114"]), Some("DV104"));
        assert_eq!(nearest("", ["DV104"]), None);
    }

    proptest! {
        #[test]
        fn the_distance_is_symmetric_and_bounded(left in ".{0,12}", right in ".{0,12}") {
            let (left, right) = (folded(&left), folded(&right));
            let distance = distance(&left, &right);
            prop_assert_eq!(distance, super::distance(&right, &left));
            prop_assert!(distance <= left.len().max(right.len()));
            prop_assert_eq!(distance == 0, left == right);
        }
    }
}
