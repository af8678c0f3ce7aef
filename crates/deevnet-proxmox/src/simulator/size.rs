//! Sizes as Proxmox VE writes them.

/// The number of bytes that a text like `4G`, `1.5M` or `512` means; without a unit it counts bytes.
pub(crate) fn parse_size(text: &str) -> Option<u64> {
    let (number, shift) = match text.as_bytes().last()? {
        b'K' => (&text[..text.len() - 1], 10),
        b'M' => (&text[..text.len() - 1], 20),
        b'G' => (&text[..text.len() - 1], 30),
        b'T' => (&text[..text.len() - 1], 40),
        _ => (text, 0),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 15 {
        return None;
    }
    let scale = 10_u128.pow(u32::try_from(fraction.len()).ok()?);
    let scaled = whole.parse::<u128>().ok()?.checked_mul(scale)?.checked_add(fraction.parse().ok()?)?;
    u64::try_from(scaled.checked_shl(shift).filter(|shifted| shifted >> shift == scaled)? / scale).ok()
}

/// The shortest text for a number of bytes: `4G`, `1536M`, `528K`.
pub(crate) fn format_size(bytes: u64) -> String {
    let units = [("T", 40_u32), ("G", 30), ("M", 20), ("K", 10)];
    let whole = units.into_iter().find(|(_, shift)| bytes != 0 && bytes.trailing_zeros() >= *shift);
    whole.map_or_else(|| bytes.to_string(), |(unit, shift)| format!("{}{unit}", bytes >> shift))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_a_unit_or_count_bytes() {
        assert_eq!(parse_size("4G"), Some(4 << 30));
        assert_eq!(parse_size("1.5M"), Some(3 << 19));
        assert_eq!(parse_size("512"), Some(512));
        for text in ["", "G", "1.", "-1G", "1g", "99999999999999999999T"] {
            assert_eq!(parse_size(text), None, "{text}");
        }
    }

    #[test]
    fn printed_sizes_are_read_back() {
        for (bytes, text) in [(4 << 30, "4G"), (3 << 19, "1536K"), (540_672, "528K"), (7, "7"), (0, "0")] {
            assert_eq!(format_size(bytes), text);
            assert_eq!(parse_size(text), Some(bytes));
        }
    }
}
