"""The one address a browser needs: the page's files and, under /v1, the gateway's answers. Needs aiohttp."""
