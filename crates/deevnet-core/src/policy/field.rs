//! The values of packet fields, and sets of them as rules write them.

use std::fmt;
use std::marker::PhantomData;
use std::net::Ipv4Addr;
use std::str::FromStr;

use ipnet::Ipv4Net;
use serde::{Serialize, Serializer};

use super::Protocol;
use super::interval_set::{Interval, IntervalSet};

/// The words for every value of a field.
const ANY: &[&str] = &["any", "all", "*"];

/// A value that a packet field holds: a protocol, a port or an IPv4 address.
///
/// The trait is sealed: these three are all there are.
pub trait FieldValue: sealed::Coded {}

impl FieldValue for Protocol {}
impl FieldValue for u16 {}
impl FieldValue for Ipv4Addr {}

pub(crate) mod sealed {
    use super::{Interval, fmt};

    /// How values of a field are numbered, read and shown.
    pub trait Coded: Copy + Eq + fmt::Debug + fmt::Display {
        /// The highest number.
        #[doc(hidden)]
        const LAST: u64;
        /// The noun in errors.
        #[doc(hidden)]
        const NOUN: &'static str;
        /// What to write, in errors.
        #[doc(hidden)]
        const HINT: &'static str;
        /// What stands between two values of a list, besides a comma.
        #[doc(hidden)]
        const SEPARATORS: &'static [char];
        #[doc(hidden)]
        fn number(self) -> u64;
        #[doc(hidden)]
        fn of_number(number: u64) -> Self;
        #[doc(hidden)]
        fn read(text: &str) -> Option<(u64, u64)>;
        #[doc(hidden)]
        fn show(first: u64, last: u64, f: &mut dyn FnMut(&dyn fmt::Display) -> fmt::Result) -> fmt::Result;
    }

    pub(crate) fn interval((first, last): (u64, u64)) -> Option<Interval> {
        (first <= last).then(|| Interval::new(first, last))
    }
}

use sealed::Coded;

/// Reads `first-last`, or one value twice.
fn bounds<T: Coded + FromStr>(text: &str) -> Option<(u64, u64)> {
    let value = |text: &str| text.trim().parse::<T>().ok().map(Coded::number);
    if let Some(number) = value(text) {
        return Some((number, number));
    }
    let (first, last) = text.split_once(['-', ':'])?;
    Some((value(first)?, value(last)?))
}

impl Coded for Protocol {
    const LAST: u64 = 255;
    const NOUN: &'static str = "protocol";
    const HINT: &'static str = "write a name such as tcp, udp, tcp/udp or icmp, or a number from 0 to 255";
    const SEPARATORS: &'static [char] = &['/', '_', '|'];

    fn number(self) -> u64 {
        self.number().into()
    }

    fn of_number(number: u64) -> Self {
        Self::new(u8::try_from(number).unwrap_or(u8::MAX))
    }

    fn read(text: &str) -> Option<(u64, u64)> {
        let protocol: Self = text.trim().parse().ok()?;
        Some((protocol.number().into(), protocol.number().into()))
    }

    fn show(first: u64, last: u64, f: &mut dyn FnMut(&dyn fmt::Display) -> fmt::Result) -> fmt::Result {
        if last - first < 2 {
            return (first..=last).try_for_each(|number| f(&Self::of_number(number)));
        }
        f(&format_args!("{first}-{last}"))
    }
}

impl Coded for u16 {
    const LAST: u64 = 65_535;
    const NOUN: &'static str = "port";
    const HINT: &'static str = "write ports from 0 to 65535: one, a range such as 8000-8010, or a list of them";
    const SEPARATORS: &'static [char] = &[];

    fn number(self) -> u64 {
        self.into()
    }

    fn of_number(number: u64) -> Self {
        Self::try_from(number).unwrap_or(Self::MAX)
    }

    fn read(text: &str) -> Option<(u64, u64)> {
        bounds::<Self>(text)
    }

    fn show(first: u64, last: u64, f: &mut dyn FnMut(&dyn fmt::Display) -> fmt::Result) -> fmt::Result {
        if first == last { f(&first) } else { f(&format_args!("{first}-{last}")) }
    }
}

impl Coded for Ipv4Addr {
    const LAST: u64 = u32::MAX as u64;
    const NOUN: &'static str = "IPv4 address or net";
    const HINT: &'static str =
        "write an address, a net without bits beyond its prefix such as 10.20.25.0/24, or a list of them";
    const SEPARATORS: &'static [char] = &[];

    fn number(self) -> u64 {
        u32::from(self).into()
    }

    fn of_number(number: u64) -> Self {
        u32::try_from(number).unwrap_or(u32::MAX).into()
    }

    fn read(text: &str) -> Option<(u64, u64)> {
        if let Ok(net) = text.trim().parse::<Ipv4Net>() {
            return (net.addr() == net.network()).then(|| (net.network().number(), net.broadcast().number()));
        }
        bounds::<Self>(text)
    }

    /// One address, else one net, else a range.
    fn show(first: u64, last: u64, f: &mut dyn FnMut(&dyn fmt::Display) -> fmt::Result) -> fmt::Result {
        let (from, to) = (Self::of_number(first), Self::of_number(last));
        let size = last - first + 1;
        let prefix = 32 - size.ilog2();
        match u8::try_from(prefix).ok().and_then(|prefix| Ipv4Net::new(from, prefix).ok()) {
            _ if first == last => f(&from),
            Some(net) if net.network() == from && net.broadcast() == to => f(&net),
            _ => f(&format_args!("{from}-{to}")),
        }
    }
}

/// Text that is no set of values of a packet field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{value}\" is no {noun}")]
#[non_exhaustive]
pub struct ParseFieldError {
    /// The part of the text that is none.
    pub value: String,
    /// What it should have been.
    pub noun: &'static str,
    /// What to write instead.
    pub hint: &'static str,
}

/// A set of values of one packet field, as intervals: canonical, so that equal sets are equal values.
///
/// It is read from a value, a range (`8000-8010`), a net (`10.20.25.0/24`), a list of those with commas, or `any`, and
/// shown the same way; a set without a value is shown as `none`.
///
/// ```
/// use deevnet_core::policy::{Addresses, Ports, Protocols};
///
/// let ports: Ports = "8010, 53, 8000-8009".parse()?;
/// assert_eq!(ports.to_string(), "53, 8000-8010");
/// assert!(ports.contains(8005));
/// assert_eq!("TCP/UDP".parse::<Protocols>()?.to_string(), "tcp, udp");
/// let nets: Addresses = "10.20.25.0/25, 10.20.25.128/25".parse()?;
/// assert_eq!(nets.to_string(), "10.20.25.0/24");
/// assert!("10.20.25.7/24".parse::<Addresses>().is_err());
/// # Ok::<(), deevnet_core::policy::ParseFieldError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldSet<T> {
    set: IntervalSet,
    value: PhantomData<T>,
}

/// A set of IP protocols.
pub type Protocols = FieldSet<Protocol>;
/// A set of source or destination ports.
pub type Ports = FieldSet<u16>;
/// A set of IPv4 addresses.
pub type Addresses = FieldSet<Ipv4Addr>;

impl<T: FieldValue> FieldSet<T> {
    /// Every value.
    pub fn any() -> Self {
        Self::of(IntervalSet::of(Interval::new(0, T::LAST)))
    }

    /// No value.
    pub fn none() -> Self {
        Self::of(IntervalSet::default())
    }

    /// One value.
    pub fn one(value: T) -> Self {
        Self::of(IntervalSet::of(Interval::one(value.number())))
    }

    /// Whether it holds every value.
    pub fn is_any(&self) -> bool {
        self.set.intervals() == [Interval::new(0, T::LAST)]
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// Whether it holds a value.
    pub fn contains(&self, value: T) -> bool {
        self.set.contains(value.number())
    }

    /// The first and last value of each of its intervals, in ascending order.
    pub fn ranges(&self) -> impl Iterator<Item = (T, T)> + '_ {
        self.set.intervals().iter().map(|interval| (T::of_number(interval.first), T::of_number(interval.last)))
    }

    /// The values of either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::of(self.set.union(&other.set))
    }

    /// The values of both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self::of(self.set.intersection(&other.set))
    }

    /// The values of this set that the other has not.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        Self::of(self.set.difference(&other.set))
    }

    pub(crate) fn of(set: IntervalSet) -> Self {
        Self { set, value: PhantomData }
    }

    pub(crate) fn set(&self) -> &IntervalSet {
        &self.set
    }
}

impl Addresses {
    /// The addresses of a net.
    pub fn net(net: Ipv4Net) -> Self {
        Self::of(IntervalSet::of(Interval::new(net.network().number(), net.broadcast().number())))
    }

    /// The fewest nets that make the set, in order.
    pub fn nets(&self) -> impl Iterator<Item = Ipv4Net> + '_ {
        self.ranges().flat_map(|(first, last)| ipnet::Ipv4Subnets::new(first, last, 0))
    }
}

impl<T: FieldValue> FromStr for FieldSet<T> {
    type Err = ParseFieldError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = |value: &str| ParseFieldError { value: value.trim().to_owned(), noun: T::NOUN, hint: T::HINT };
        let is_any = |text: &str| ANY.iter().any(|word| word.eq_ignore_ascii_case(text.trim()));
        // Some names hold a separator themselves.
        let whole = T::read(text).and_then(sealed::interval);
        if whole.is_some() || is_any(text) {
            return Ok(whole.map_or_else(Self::any, |interval| Self::of(IntervalSet::of(interval))));
        }
        let parts = text.split(|found| found == ',' || T::SEPARATORS.contains(&found));
        let intervals: Result<IntervalSet, _> =
            parts.map(|part| T::read(part).and_then(sealed::interval).ok_or_else(|| error(part))).collect();
        intervals.map(Self::of)
    }
}

impl<T: FieldValue> fmt::Display for FieldSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_any() || self.is_empty() {
            return f.pad(if self.is_empty() { "none" } else { "any" });
        }
        let mut separator = "";
        for interval in self.set.intervals() {
            T::show(interval.first, interval.last, &mut |part| {
                write!(f, "{separator}{part}")?;
                separator = ", ";
                Ok(())
            })?;
        }
        Ok(())
    }
}

impl<T: FieldValue> Serialize for FieldSet<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
