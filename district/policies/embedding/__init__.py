"""The check as a frame on another portal: no cookie, no session, answers in the address."""
