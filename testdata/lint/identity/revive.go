package identity

func Undocumented() {}
