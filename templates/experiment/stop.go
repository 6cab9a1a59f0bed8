package experiment

// Harmful returns the arm that does most harm; false when none is known to do any.
func Harmful(arms []Result) (Harm, bool) { return Harm{}, false }
