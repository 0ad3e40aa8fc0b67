module github.com/admin365/admin365/examples

go 1.26
