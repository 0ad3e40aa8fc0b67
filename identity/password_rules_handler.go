package identity

import (
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
)

// passwordRuleWire is a rule of the service, and whether a password keeps it.
// Source: https://learn.microsoft.com/graph/api/resources/validationresult
type passwordRuleWire struct {
	Name    string `json:"ruleName"`
	Passed  bool   `json:"validationPassed"`
	Message string `json:"message"`
}

// passwordValidationWire is what all of them say.
// Source: https://learn.microsoft.com/graph/api/resources/passwordvalidationinformation
type passwordValidationWire struct {
	Valid bool               `json:"isValid"`
	Rules []passwordRuleWire `json:"validationResults"`
}

// passwordRules judges a password by the rules that every tenant has.
// Source: the names and messages are recorded in the documentation of pnp/cli-microsoft365.
func passwordRules(password string) []passwordRuleWire {
	return []passwordRuleWire{
		{"PasswordMinLength", len(password) >= minPassword, "The new password must have a minimum of 8 characters."},
		{"PasswordMaxLength", len(password) <= maxPassword, "The new password cannot contain more than 256 characters."},
		{
			"PasswordComplexity", isMixed(password) && !hasOther(password),
			"The new password must contain characters from at least 3 out of: Lowercase characters, Uppercase characters, Numbers, Symbols.",
		},
		{"PasswordNotBanned", !isBanned(password), "The new password must not be weak or commonly used."},
	}
}

// handlePasswordsValidate says which rules a password keeps that nobody has yet.
func handlePasswordsValidate(rq *emu.Request) (emu.Response, error) {
	if rq.Version() != "beta" {
		return emu.Response{}, api.UnknownSegment.Err("", "validatePassword")
	}
	var body struct {
		Password *string `json:"password"`
	}
	if err := rq.Parameters(&body); err != nil {
		return emu.Response{}, err
	}
	if body.Password == nil {
		return emu.Response{}, parameterMissing.Err("", "validatePassword", "password")
	}
	answer := passwordValidationWire{Valid: true, Rules: passwordRules(*body.Password)}
	for _, rule := range answer.Rules {
		answer.Valid = answer.Valid && rule.Passed
	}
	return rq.Complex("microsoft.graph.passwordValidationInformation", answer)
}
