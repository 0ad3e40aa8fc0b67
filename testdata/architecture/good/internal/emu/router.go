package emu

import (
	_ "github.com/admin365/admin365/internal/tenant"
	_ "github.com/golang-jwt/jwt/v5"
)
