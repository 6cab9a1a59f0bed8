package experiment

// NewShare is count of so many, with the Wilson interval of its rate at 95 %.
func NewShare(count, of int) Share { return Share{Count: count, Of: of, High: 1} }
