package templatestest

import _ "embed"

// legibility is a script that lists the faults of a page.
//
//go:embed legibility.js
var legibility string
