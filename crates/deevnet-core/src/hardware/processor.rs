//! Processors.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::figure::Figure;
use crate::quantity::{Frequency, Power};

/// What is known about a machine's processor; `None` is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Processor {
    /// Its model, such as `Intel Core i7-6700T`.
    pub model: Option<Figure<Arc<str>>>,
    /// Its instruction set.
    pub architecture: Option<Figure<Architecture>>,
    /// Its cores.
    pub cores: Option<Figure<u16>>,
    /// The threads that it runs at once.
    pub threads: Option<Figure<u16>>,
    /// Its clock under sustained load.
    pub base_clock: Option<Figure<Frequency>>,
    /// Its highest clock.
    pub turbo_clock: Option<Figure<Frequency>>,
    /// Its thermal design power.
    pub tdp: Option<Figure<Power>>,
    /// What it supports of [`ProcessorFeature`]; of a known set, what is not in it is not there.
    pub features: Option<Figure<BTreeSet<ProcessorFeature>>>,
}

/// An instruction set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Architecture {
    /// 64-bit x86, which AMD and Intel make.
    X86_64,
    /// 64-bit Arm.
    Aarch64,
    /// 32-bit Arm.
    Armv7,
    /// MIPS, 32 or 64 bits.
    Mips,
    /// 64-bit RISC-V.
    Riscv64,
}

crate::named::named!(Architecture, "processor architecture":
    X86_64 => "x86_64",
    Aarch64 => "aarch64",
    Armv7 => "armv7",
    Mips => "mips",
    Riscv64 => "riscv64",
);

/// What a processor does for virtual machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProcessorFeature {
    /// Intel's virtualization of the processor.
    VtX,
    /// Intel's virtualization of devices.
    VtD,
    /// AMD's virtualization of the processor.
    AmdV,
    /// AMD's virtualization of devices.
    AmdVi,
}

crate::named::named!(ProcessorFeature, "processor feature":
    VtX => "VT-x",
    VtD => "VT-d",
    AmdV => "AMD-V",
    AmdVi => "AMD-Vi",
);

impl ProcessorFeature {
    /// Whether it lets a hypervisor run guests at full speed.
    pub const fn virtualizes_processor(self) -> bool {
        matches!(self, Self::VtX | Self::AmdV)
    }
}
