package timeline

// Head is the end of an account's chain: the number and hash of its last event.
// The zero Head is the start of an empty history.
type Head struct {
	Seq  int64
	Hash string
}
