package identity

import "fmt"

// Hello prints into a program that did not ask for it.
func Hello() { fmt.Println("hello") }
