package account

import "errors"

// ErrKind says that a text is no kind of customer. It does not repeat the text.
var ErrKind = errors.New("is not one of business, sole_trader, consumer")

// ParseKind reads a kind of customer. The empty text is the kind of an account
// that nobody has told; rules take it for a consumer.
func ParseKind(text string) (Kind, error) {
	switch kind := Kind(text); kind {
	case Business, SoleTrader, Consumer, "":
		return kind, nil
	}
	return "", ErrKind
}
