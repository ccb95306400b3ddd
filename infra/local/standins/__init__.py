"""Stand-ins for AWS services that the emulator lacks, on the real wire protocol: Bedrock and Rekognition."""
