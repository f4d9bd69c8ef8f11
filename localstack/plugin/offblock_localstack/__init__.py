"""What Offblock adds to LocalStack 4.14 so that its template runs on one machine without a container engine.

- `runtime`: Lambda environments as operating system processes;
- `objects`: S3 buckets whose objects are on disk before a write is acknowledged;
- the other modules close single gaps, each says which.

Nothing here is imported by the functions: on AWS none of it exists.
"""
