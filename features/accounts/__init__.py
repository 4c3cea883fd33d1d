"""Where the money goes: whose account it is, who else is paid through it, whether it is used."""
