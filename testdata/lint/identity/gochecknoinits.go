package identity

func init() { _ = State("") }
