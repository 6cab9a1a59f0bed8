package templates

import "io/fs"

// ReadFolder reads the texts of a folder as Load does, and checks nothing but where
// they lie: what is no text is a problem, and the rest is returned all the same.
func ReadFolder(fsys fs.FS) ([]Source, []Problem, error) { return readSources(fsys) }

// ProblemError is an error that names every problem with its file and line.
func ProblemError(problems []Problem) error { return problemError(problems) }
