package templates

// Answers lists the templates of answers to a customer's reply. They are no
// reminders: they need no way to stop messages, and what they must state differs.
func Answers() []string {
	return []string{string(OptOutConfirmed), string(PromiseNoted), string(DisputeAcknowledged), string(PaymentClaimNoted), string(DifficultyNoted), string(AnswerWritten)}
}
