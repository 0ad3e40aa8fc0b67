package tenant

// done is a refusal of which what was written before stays.
type done struct{ error }

// Done returns a refusal that keeps what the transaction has written: the service
// did what it could, and says what stands in the way of the rest.
func Done(refusal error) error { return done{refusal} }

// Unwrap returns the refusal.
func (d done) Unwrap() error { return d.error }
