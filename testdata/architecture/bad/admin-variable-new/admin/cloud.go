package admin

var timeout = new(int)
