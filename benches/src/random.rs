//! A small generator of pseudo-random numbers.

/// The `SplitMix64` generator of Steele, Lea and Flood ("Fast splittable pseudorandom number generators", 2014).
///
/// Its whole state is one number, every seed is a good one, and its sequence is fixed for ever, which is what
/// reproducible inventories need. It is no source of secrets.
///
/// ```
/// use deevnet_benches::SplitMix64;
///
/// let mut random = SplitMix64::new(1_234_567);
/// assert_eq!(random.next_u64(), 6_457_827_717_110_365_317);
/// assert_eq!(random.next_u64(), 3_203_168_211_198_807_973);
/// ```
#[derive(Debug, Clone)]
pub struct SplitMix64 {
    state: u64,
}

/// The odd number closest to 2^64 divided by the golden ratio; the step of the state.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl SplitMix64 {
    /// A generator that starts from a seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The generator of one member of a numbered family, which does not depend on the other members.
    pub fn member(seed: u64, number: u64) -> Self {
        let mut family = Self::new(seed ^ number.wrapping_mul(STEP));
        Self::new(family.next_u64())
    }

    /// The next number, each of the 2^64 as likely as another.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// True in that many per cent of all cases.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.next_u64() % 100 < percent
    }

    /// One of several things, or `None` if there are none.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        let count = u64::try_from(things.len()).ok().filter(|count| *count > 0)?;
        things.get(usize::try_from(self.next_u64() % count).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_a_family_differ_and_repeat() {
        let first = |number| SplitMix64::member(7, number).next_u64();
        assert_eq!(first(1), first(1));
        assert_ne!(first(1), first(2));
    }

    #[test]
    fn chance_holds_its_rate() {
        let mut random = SplitMix64::new(3);
        let hits = (0..10_000).filter(|_| random.chance(20)).count();
        assert!((1_900..2_100).contains(&hits), "{hits} of 10000 at 20 per cent");
    }

    #[test]
    fn nothing_can_be_picked_from_nothing() {
        assert_eq!(SplitMix64::new(1).pick::<u8>(&[]), None);
    }
}
