package identity

func nobodyCallsMe() {}
