/** The key that signs the house's own packages. This one is an example: its private half was thrown away. */
export const packageKey = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEawFRVRYJKwYBBAHaRw8BAQdA95Or5yBf/rNIdHP584jAwOLaLLyQVUJhDWME
YideVoW0F1N0cmFhdCBleGFtcGxlIHBhY2thZ2VziJYEExYIAD4WIQTHEIld6/vt
jschanc/r0TdHY7hpwUCawFRVQIbAwUJEswDAAULCQgHAgYVCgkICwIEFgIDAQIe
AQIXgAAKCRA/r0TdHY7hp6b2AP97TGN/0k6voGAuCigmEGfkV2uBDrCOWYZwAEab
mVoUqAD6AtBooNSGqkRkPEcUO7mp3dI5rgq7ZtqzPqrmz5BzlAQ=
=KRO+
-----END PGP PUBLIC KEY BLOCK-----
`;
