//! Amounts of data: memory, disks and drives.

use super::unit::{Unit, sealed};
use super::value::Quantity;

/// An amount of data, exact to the byte.
///
/// Binary and decimal units are different units: `1 GiB` is 1 073 741 824 bytes (IEC 80000-13), `1 GB` is
/// 1 000 000 000. A bare `K`, `M`, `G` or `T` is read as Proxmox VE means it: `64G` is `64 GiB`.
///
/// ```
/// use deevnet_core::quantity::{DataSize, DataSizeUnit};
///
/// let memory = DataSize::gibibytes(32);
/// assert_eq!(memory.to_string(), "32 GiB");
/// assert_eq!(memory.whole(DataSizeUnit::Mebibyte), Some(32_768));
/// assert_eq!("32 GB".parse::<DataSize>()?.bytes(), 32_000_000_000);
/// # Ok::<(), deevnet_core::quantity::ParseQuantityError>(())
/// ```
pub type DataSize = Quantity<DataSizeUnit>;

impl DataSize {
    /// Nothing, in bytes.
    pub const ZERO: Self = Self::of_base(0, DataSizeUnit::Byte);

    /// That many bytes.
    pub const fn from_bytes(bytes: u64) -> Self {
        Self::of_base(bytes, DataSizeUnit::Byte)
    }

    /// That many MiB.
    pub fn mebibytes(amount: u32) -> Self {
        Self::of_base(u64::from(amount) << 20, DataSizeUnit::Mebibyte)
    }

    /// That many GiB.
    pub fn gibibytes(amount: u32) -> Self {
        Self::of_base(u64::from(amount) << 30, DataSizeUnit::Gibibyte)
    }

    /// That many GB.
    pub fn gigabytes(amount: u32) -> Self {
        Self::of_base(u64::from(amount) * DataSizeUnit::Gigabyte.factor(), DataSizeUnit::Gigabyte)
    }

    /// That many TB.
    pub fn terabytes(amount: u16) -> Self {
        Self::of_base(u64::from(amount) * DataSizeUnit::Terabyte.factor(), DataSizeUnit::Terabyte)
    }

    /// How many bytes it is.
    pub const fn bytes(self) -> u64 {
        self.in_base_units()
    }
}

/// A unit of data sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataSizeUnit {
    /// One byte.
    Byte,
    /// 2^10 bytes.
    Kibibyte,
    /// 2^20 bytes.
    Mebibyte,
    /// 2^30 bytes.
    Gibibyte,
    /// 2^40 bytes.
    Tebibyte,
    /// 10^3 bytes.
    Kilobyte,
    /// 10^6 bytes.
    Megabyte,
    /// 10^9 bytes.
    Gigabyte,
    /// 10^12 bytes.
    Terabyte,
}

crate::named::named!(DataSizeUnit, "unit of data sizes":
    Byte => "B",
    Kibibyte => "KiB",
    Mebibyte => "MiB",
    Gibibyte => "GiB",
    Tebibyte => "TiB",
    Kilobyte => "kB",
    Megabyte => "MB",
    Gigabyte => "GB",
    Terabyte => "TB",
);

impl DataSizeUnit {
    /// Whether it is one byte or a power of 1024 of them.
    pub const fn is_binary(self) -> bool {
        match self {
            Self::Byte | Self::Kibibyte | Self::Mebibyte | Self::Gibibyte | Self::Tebibyte => true,
            Self::Kilobyte | Self::Megabyte | Self::Gigabyte | Self::Terabyte => false,
        }
    }
}

impl sealed::Sealed for DataSizeUnit {}

impl Unit for DataSizeUnit {
    const KIND: &'static str = "data size";
    const EXAMPLE: &'static str = "32 GiB";
    const UNITS: &'static [Self] = Self::ALL;

    fn symbol(self) -> &'static str {
        self.name()
    }

    fn factor(self) -> u64 {
        match self {
            Self::Byte => 1,
            Self::Kibibyte => 1 << 10,
            Self::Mebibyte => 1 << 20,
            Self::Gibibyte => 1 << 30,
            Self::Tebibyte => 1 << 40,
            Self::Kilobyte => 1_000,
            Self::Megabyte => 1_000_000,
            Self::Gigabyte => 1_000_000_000,
            Self::Terabyte => 1_000_000_000_000,
        }
    }

    fn is_akin(self, other: Self) -> bool {
        self.is_binary() == other.is_binary()
    }

    fn find(symbol: &str) -> Option<Self> {
        match symbol {
            "K" => Some(Self::Kibibyte),
            "M" => Some(Self::Mebibyte),
            "G" => Some(Self::Gibibyte),
            "T" => Some(Self::Tebibyte),
            _ => symbol.parse().ok(),
        }
    }
}
