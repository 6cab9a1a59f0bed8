// Package explain is in charge of what-if questions: it reads a case as JSON, has
// it decided and writes the answer. It refuses what it does not understand and
// names the field.
package explain
