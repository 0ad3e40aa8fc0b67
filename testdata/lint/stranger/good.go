// Package stranger stands for a module that nobody chose.
package stranger
