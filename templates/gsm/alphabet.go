package gsm

// The default alphabet of 3GPP TS 23.038 §6.2.1 and its extension table §6.2.1.1,
// whose characters take two septets.
const (
	alphabet = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	extension = "\f^{}\\[~]|€"
)

// latin holds the septets of every character up to ÿ, the usual ones.
var latin = func() (table [256]uint8) {
	for _, r := range alphabet {
		if r < 256 {
			table[r] = 1
		}
	}
	for _, r := range extension {
		if r < 256 {
			table[r] = 2
		}
	}
	return table
}()

// septets is how many septets the character takes; 0 when GSM-7 lacks it.
func septets(r rune) uint8 {
	switch {
	case r < 0:
		return 0
	case r < 256:
		return latin[r]
	case r == '€':
		return 2
	case r >= 'Γ' && r <= 'Ω':
		return greek(r)
	}
	return 0
}

// greek is 1 for the capitals that Latin has no letter for.
func greek(r rune) uint8 {
	switch r {
	case 'Γ', 'Δ', 'Θ', 'Λ', 'Ξ', 'Π', 'Σ', 'Φ', 'Ψ', 'Ω':
		return 1
	}
	return 0
}
