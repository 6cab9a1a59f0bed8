// Package model is in charge of asking a language model, where the operator has
// set one up, what a text means that the rules leave uncertain. It refuses to be
// certain of anything, and to send more of a text than it must.
package model
