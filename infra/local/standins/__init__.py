"""Stand-ins for AWS services that the emulator lacks, with the real wire protocol: Bedrock and Rekognition."""
