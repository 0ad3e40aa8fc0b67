// Package odata is Graph's data language over a table of properties: what a
// property is called, what it may hold, how it is filtered, ordered, selected
// and written. A property is one line of a [Table]; validation, PATCH,
// rendering, $select, $filter, $orderby and the docs read that line.
package odata
