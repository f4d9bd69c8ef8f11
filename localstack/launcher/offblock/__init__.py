"""The command `./offblock`: builds, starts, watches, asks and stops Offblock on one machine.

What a person needs before anything is installed (`--help`, `up`'s first steps, `status`, `down`) uses the standard library alone.
Modules that need the locked packages say so in their first line and are imported late.
"""
