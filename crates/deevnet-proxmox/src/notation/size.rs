//! Sizes of disks.

use std::fmt;
use std::str::FromStr;

use deevnet_core::quantity::DataSize;

use super::error::NotationError;

const KIND: &str = "size of a disk";
const HINT: &str = "write it as 64G; K, M, G and T are powers of 1024, a bare number is bytes";
const SUFFIXES: [(&str, u32); 4] = [("T", 40), ("G", 30), ("M", 20), ("K", 10)];

/// The size of a disk as Proxmox VE writes one: `64G`, `1.5T`, or bytes without a suffix.
///
/// The suffixes are powers of 1024 (Proxmox VE's format `disk-size`). It prints in the largest unit that leaves it whole.
///
/// ```
/// use deevnet_core::quantity::DataSize;
/// use deevnet_proxmox::notation::Size;
///
/// let size: Size = "65536M".parse()?;
/// assert_eq!(size.data_size(), DataSize::gibibytes(64));
/// assert_eq!(size.to_string(), "64G");
/// assert!("64GiB".parse::<Size>().is_err());
/// # Ok::<(), deevnet_proxmox::notation::NotationError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size(u64);

impl Size {
    /// The size as a quantity.
    pub fn data_size(self) -> DataSize {
        DataSize::from_bytes(self.0)
    }

    /// How many bytes it is.
    pub fn bytes(self) -> u64 {
        self.0
    }
}

impl From<DataSize> for Size {
    fn from(size: DataSize) -> Self {
        Self(size.bytes())
    }
}

impl FromStr for Size {
    type Err = NotationError;

    fn from_str(text: &str) -> Result<Self, NotationError> {
        let refuse = |rule| NotationError::new(KIND, text, rule, HINT);
        let found = SUFFIXES.iter().find_map(|(suffix, shift)| Some((text.strip_suffix(suffix)?, *shift)));
        let (number, shift) = found.unwrap_or((text, 0));
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || !is_digits(fraction) {
            return Err(refuse("it is a decimal number, with K, M, G or T behind it or nothing"));
        }
        let bytes = bytes(whole, fraction, shift).ok_or_else(|| refuse("it is more than a disk can hold"))?;
        Ok(Self(bytes))
    }
}

/// Bytes of a decimal number of units of `2^shift` bytes; what is finer than a byte is cut off, as Proxmox VE does.
fn bytes(whole: &str, fraction: &str, shift: u32) -> Option<u64> {
    const DECIMALS: usize = 18;
    let whole = whole.parse::<u64>().ok()?.checked_mul(1 << shift)?;
    let digits: String = fraction.chars().chain(std::iter::repeat('0')).take(DECIMALS).collect();
    let part = (digits.parse::<u128>().ok()? << shift) / 10_u128.pow(u32::try_from(DECIMALS).ok()?);
    whole.checked_add(u64::try_from(part).ok()?)
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = SUFFIXES.iter().find(|(_, shift)| self.0 > 0 && self.0.trailing_zeros() >= *shift);
        match whole {
            Some((suffix, shift)) => f.pad(&format!("{}{suffix}", self.0 >> shift)),
            None => f.pad(&self.0.to_string()),
        }
    }
}

/// The size that a disk is to get: a size, or how much more than it has.
///
/// ```
/// use deevnet_proxmox::notation::NewSize;
///
/// assert_eq!("+8G".parse::<NewSize>()?, NewSize::More("8G".parse()?));
/// assert_eq!("64G".parse::<NewSize>()?.to_string(), "64G");
/// # Ok::<(), deevnet_proxmox::notation::NotationError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NewSize {
    /// That size.
    Whole(Size),
    /// That much more.
    More(Size),
}

impl FromStr for NewSize {
    type Err = NotationError;

    fn from_str(text: &str) -> Result<Self, NotationError> {
        match text.strip_prefix('+') {
            Some(more) => more.parse().map(Self::More),
            None => text.parse().map(Self::Whole),
        }
    }
}

impl fmt::Display for NewSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(size) => size.fmt(f),
            Self::More(size) => f.pad(&format!("+{size}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_size_prints_in_its_largest_whole_unit() {
        for (text, bytes, shown) in [
            ("512", 512, "512"),
            ("4M", 4 << 20, "4M"),
            ("4608M", 4608 << 20, "4608M"),
            ("1.5G", 1536 << 20, "1536M"),
            ("2048G", 2 << 40, "2T"),
            ("0", 0, "0"),
            ("0.3K", 307, "307"),
            ("1073741824", 1 << 30, "1G"),
        ] {
            let size: Size = text.parse().unwrap();
            assert_eq!((size.bytes(), size.to_string().as_str()), (bytes, shown), "{text}");
        }
        for wrong in ["", "G", "1.G", ".5G", "1g", "1GB", "1 G", "-1", "1e3", "1.2.3", "16777216T"] {
            assert!(wrong.parse::<Size>().is_err(), "{wrong}");
        }
        assert!("++1G".parse::<NewSize>().is_err());
    }

    proptest! {
        #[test]
        fn parse_print_parse(bytes: u64) {
            let size = Size(bytes);
            prop_assert_eq!(size.to_string().parse::<Size>(), Ok(size));
            let more = NewSize::More(size);
            prop_assert_eq!(more.to_string().parse::<NewSize>(), Ok(more));
        }

        #[test]
        fn arbitrary_text_never_panics(text in "\\+?[0-9.]{0,40}[KMGT]?.*") {
            let _ = text.parse::<NewSize>();
        }
    }
}
