module github.com/admin365/admin365/internal/interop/graphjs

go 1.26.0

ignore ./node_modules

require github.com/stretchr/testify v1.12.1
